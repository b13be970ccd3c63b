package dev.triglot.cli.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TextFileTest {
    @Test
    void decodesUtf8() {
        String text = "naïve 世界 🙂\n";
        assertThat(TextFile.decode(text.getBytes(StandardCharsets.UTF_8), "x")).isEqualTo(text);
    }

    @Test
    void namesTheByteThatIsNotUtf8() {
        byte[] latin1 = "naïve".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> TextFile.decode(latin1, "notes.txt"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("notes.txt: not UTF-8 at byte 2");
    }

    @Test
    void namesACharacterThatIsCutOff() {
        assertThatThrownBy(() -> TextFile.decode(new byte[] {'a', (byte) 0xE4, (byte) 0xB8}, "x"))
                .hasMessageContaining("not UTF-8 at byte 1");
    }

    @Test
    void namesAFileThatIsMissing() {
        assertThatThrownBy(() -> TextFile.read(Path.of("no-such.txt")))
                .isInstanceOf(Failure.class)
                .hasMessage("no-such.txt: no such file");
    }
}
