package dev.triglot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandsTest {
    private static final String TEXT = "the beginning of all";

    @TempDir private Path folder;

    private static CommandRun tokenize(String... more) {
        return CommandRun.of(
                Stream.concat(Stream.of("tokenize", "-m", CommandRun.MODEL), Arrays.stream(more))
                        .toArray(String[]::new));
    }

    @Test
    void jsonIsAnArrayOfIds() {
        int[] ids = tokenize("--json", TEXT).ids();
        assertThat(ids).startsWith(1).hasSizeGreaterThan(4);
        assertThat(tokenize("--json", "--no-special", TEXT).ids())
                .isEqualTo(Arrays.copyOfRange(ids, 1, ids.length));
    }

    @Test
    void forPeopleEachTokenHasALine() {
        CommandRun run = tokenize(TEXT);
        int[] ids = tokenize("--json", TEXT).ids();
        assertThat(run.out().lines()).hasSize(ids.length).first().asString().startsWith("1\t");
    }

    @Test
    void aBatchGivesAnArrayOfArrays() throws IOException {
        Path file = Files.writeString(folder.resolve("texts.json"), "[\"" + TEXT + "\", \"\"]");
        CommandRun run = tokenize("--batch", file.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.json().size()).isEqualTo(2);
        assertThat(run.json().get(0).toString())
                .isEqualTo(tokenize("--json", TEXT).json().toString());
    }

    @Test
    void aFileIsTakenAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("text.txt"), TEXT + "\n\n");
        assertThat(tokenize("--json", "-f", file.toString()).ids())
                .isEqualTo(tokenize("--json", TEXT + "\n\n").ids());
    }

    @Test
    void detokenizeGivesTheTextBack() {
        Stream<String> ids =
                IntStream.of(tokenize("--json", "--no-special", TEXT).ids())
                        .mapToObj(Integer::toString);
        CommandRun run =
                CommandRun.of(
                        Stream.concat(Stream.of("detokenize", "-m", CommandRun.MODEL), ids)
                                .toArray(String[]::new));
        assertThat(run.out().strip()).isEqualTo(TEXT);
    }

    @Test
    void anIdOutsideTheVocabularyIsNamed() {
        CommandRun run = CommandRun.of("detokenize", "-m", CommandRun.MODEL, "5", "512");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("512", "0 to 511");
    }
}
