package dev.triglot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImatrixCommandTest {
    @TempDir private Path folder;

    private Path text() throws IOException {
        return Files.writeString(
                folder.resolve("text.txt"), "In the beginning was the word. ".repeat(30));
    }

    @Test
    void measuresWhatQuantizeUses() throws IOException {
        Path matrix = folder.resolve("importance.gguf");
        CommandRun measured =
                CommandRun.of(
                        "imatrix",
                        "-m",
                        CommandRun.MODEL,
                        "-f",
                        text().toString(),
                        "-c",
                        "32",
                        "--chunks",
                        "4",
                        "-o",
                        matrix.toString());
        assertThat(measured.err()).isEmpty();
        assertThat(measured.out()).contains("4 windows of 32 tokens");

        Path plain = folder.resolve("plain.gguf");
        Path informed = folder.resolve("informed.gguf");
        String[] common = {"quantize", CommandRun.MODEL, "", "--type", "iq4_nl", "--requantize"};
        common[2] = plain.toString();
        assertThat(CommandRun.of(common).exitCode()).isZero();
        common[2] = informed.toString();
        String[] withMatrix = java.util.Arrays.copyOf(common, common.length + 2);
        withMatrix[common.length] = "--imatrix";
        withMatrix[common.length + 1] = matrix.toString();
        CommandRun run = CommandRun.of(withMatrix);
        assertThat(run.exitCode()).isZero();
        // Embedding and head are not measured.
        assertThat(run.err()).contains("says nothing of token_embd.weight and 1 more");
        assertThat(Files.mismatch(plain, informed)).isNotNegative();
    }

    @Test
    void replacesAFileOnlyWhenTold() throws IOException {
        Path matrix = Files.writeString(folder.resolve("importance.gguf"), "mine");
        CommandRun run =
                CommandRun.of(
                        "imatrix",
                        "-m",
                        CommandRun.MODEL,
                        "-f",
                        text().toString(),
                        "-o",
                        matrix.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("--force");
        assertThat(matrix).hasContent("mine");
    }

    @Test
    void aTextWithoutTokensIsTold() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.txt"), "");
        CommandRun run =
                CommandRun.of(
                        "imatrix",
                        "-m",
                        CommandRun.MODEL,
                        "-f",
                        empty.toString(),
                        "-o",
                        folder.resolve("x.gguf").toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no tokens");
    }
}
