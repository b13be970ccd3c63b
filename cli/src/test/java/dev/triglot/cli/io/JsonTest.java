package dev.triglot.cli.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.cli.terminal.TestConsole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @TempDir private Path folder;

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("input.json"), json);
    }

    record Shape(int promptTokens, double perSecond, int[] ids) {}

    @Test
    void namesAreInSnakeCaseAndInOrder() {
        TestConsole test = TestConsole.silent();
        Json.print(test.console(), new Shape(3, 1.5, new int[] {1, 2}));
        assertThat(test.out().strip())
                .isEqualTo("{\"prompt_tokens\":3,\"per_second\":1.5,\"ids\":[1,2]}");
    }

    @Test
    void readsTextsAndIds() throws IOException {
        assertThat(Json.readTexts(file("[\"a\",\"\",\"世界\\n\"]"))).containsExactly("a", "", "世界\n");
        assertThat(Json.readIds(file("[[1,2],[3]]"))).isDeepEqualTo(new int[][] {{1, 2}, {3}});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{}", "[1,2]", "[[1.5]]", "[[\"a\"]]", "[[]]", "[null]", "null"})
    void whatIsNoArrayOfIdsSaysSo(String json) throws IOException {
        Path file = file(json);
        assertThatThrownBy(() -> Json.readIds(file))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("input.json")
                .hasMessageContaining("of token ids");
    }
}
