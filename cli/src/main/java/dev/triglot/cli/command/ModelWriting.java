package dev.triglot.cli.command;

import dev.triglot.cli.io.Failure;
import dev.triglot.cli.terminal.Console;
import dev.triglot.cli.terminal.Interrupts;
import dev.triglot.cli.terminal.Printable;
import dev.triglot.cli.terminal.ProgressBar;
import dev.triglot.engine.convert.ConversionListener;
import dev.triglot.engine.error.InvalidStateException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Writes a model file under a progress bar; Ctrl-C gives it up. */
final class ModelWriting {
    private final Console console;
    private final Path target;

    /**
     * @param replace whether the target may exist
     * @throws Failure if it exists and may not
     */
    ModelWriting(Console console, Path target, boolean replace) {
        this.console = console;
        this.target = target;
        requireWritable(target, replace);
    }

    /**
     * Whether a file may be written, before the work for it begins.
     *
     * @throws Failure if it exists and may not be replaced
     */
    static void requireWritable(Path target, boolean replace) {
        if (!replace && Files.exists(target)) {
            throw Failure.failed(target + ": exists: --force replaces it", null);
        }
    }

    /**
     * Does the work.
     *
     * @param task for the progress bar, such as {@code converting}
     * @param work gets what it is to tell its progress
     * @throws Failure if Ctrl-C was pressed
     */
    <T> T run(String task, Function<ConversionListener, T> work) {
        String line = task + " " + Printable.line(String.valueOf(target.getFileName()));
        AtomicBoolean stopped = new AtomicBoolean();
        try (ProgressBar bar = new ProgressBar(console, line, ProgressBar.Unit.BYTES);
                Interrupts _ = new Interrupts(() -> stopped.set(true))) {
            return work.apply((bytes, total) -> {
                bar.update(bytes, total);
                return !stopped.get();
            });
        } catch (InvalidStateException cancelled) {
            if (!stopped.get()) {
                throw cancelled;
            }
            throw Failure.interrupted(target + ": stopped; nothing was written");
        }
    }
}
