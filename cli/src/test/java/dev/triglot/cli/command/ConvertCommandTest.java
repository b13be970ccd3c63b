package dev.triglot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.cli.io.Failure;
import dev.triglot.cli.terminal.TestConsole;
import dev.triglot.engine.error.InvalidStateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
    @TempDir private Path folder;

    private CommandRun convert(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "convert";
        arguments[1] = CommandRun.MODEL;
        arguments[2] = target().toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return CommandRun.of(arguments);
    }

    private Path target() {
        return folder.resolve("model.gguf");
    }

    @Test
    void writesAModelThatRuns() {
        CommandRun run = convert("--type", "f16");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("model.gguf", "f16");
        assertThat(CommandRun.of("verify", target().toString()).exitCode()).isZero();
    }

    @Test
    void replacesAFileOnlyWhenTold() throws IOException {
        Files.writeString(target(), "mine");
        CommandRun refused = convert();
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("model.gguf", "--force");
        assertThat(target()).hasContent("mine");
        assertThat(convert("--force").exitCode()).isZero();
        assertThat(Files.size(target())).isGreaterThan(1000);
    }

    @Test
    void doesNotWriteOverItsSource() throws IOException {
        Path copy = Files.copy(Path.of(CommandRun.MODEL), folder.resolve("copy.gguf"));
        CommandRun run = CommandRun.of("convert", copy.toString(), copy.toString(), "--force");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("choose another name");
        assertThat(copy).hasSameBinaryContentAs(Path.of(CommandRun.MODEL));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void controlCGivesItUp() {
        ModelWriting writing = new ModelWriting(TestConsole.silent().console(), target(), false);
        assertThatThrownBy(() ->
                        writing.run(
                                "converting",
                                listener -> {
                                    interruptThisProcess();
                                    // Where interrupts are ignored it would wait for ever.
                                    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
                                    while (listener.written(1, 2)) {
                                        assertThat(System.nanoTime()).isLessThan(end);
                                        Thread.onSpinWait();
                                    }
                                    throw InvalidStateException.cancelled();
                                }))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(130))
                .hasMessageContaining("nothing was written");
    }

    private static void interruptThisProcess() {
        try {
            String pid = Long.toString(ProcessHandle.current().pid());
            assertThat(new ProcessBuilder("kill", "-INT", pid).start().waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
