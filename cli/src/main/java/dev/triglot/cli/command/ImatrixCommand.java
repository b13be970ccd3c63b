package dev.triglot.cli.command;

import dev.triglot.cli.io.Failure;
import dev.triglot.cli.io.TextFile;
import dev.triglot.cli.terminal.Console;
import dev.triglot.cli.terminal.Interrupts;
import dev.triglot.cli.terminal.Printable;
import dev.triglot.cli.terminal.ProgressBar;
import dev.triglot.engine.ImportanceMeasurement;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Vocabulary;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures which columns of a model's matrices matter, for quantize. */
@Command(
        name = "imatrix",
        description = {
            "Measures an importance matrix for quantize: what the inputs of a model's matrices are like",
            "while it reads a text. The file is one of llama.cpp's too."
        })
public final class ImatrixCommand implements Callable<Integer> {
    private static final int DEFAULT_WINDOW = 512;

    private final Console console;

    @Mixin private final RequiredModel model = new RequiredModel();
    @Mixin private final ComputeOptions compute = new ComputeOptions();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "TEXT",
            required = true,
            description = "A text like those that the model will meet (UTF-8).")
    private Path file = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The file to write.")
    private Path target = Path.of("");

    @Option(
            names = {"-c", "--context"},
            paramLabel = "N",
            description =
                    "Tokens that are read together; the model's context by default, at most 512.")
    private int windowLength;

    @Option(
            names = "--chunks",
            paramLabel = "N",
            description = "Reads no more than N times as many tokens.")
    private int chunks = Integer.MAX_VALUE;

    @Option(names = "--force", description = "Replaces FILE if it exists.")
    private boolean force;

    public ImatrixCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (windowLength < 0 || windowLength == 1 || chunks < 1) {
            throw Failure.usage("-c needs two tokens or more, --chunks one or more");
        }
        ModelWriting.requireWritable(target, force);
        String text = TextFile.read(file);
        try (LanguageModel opened = model.open(console, compute.model())) {
            int length =
                    windowLength != 0
                            ? windowLength
                            : Math.min(DEFAULT_WINDOW, opened.info().contextLength());
            int[][] windows = windows(opened.vocabulary(), text, length);
            try (ImportanceMeasurement measurement = new ImportanceMeasurement(opened, length)) {
                measure(measurement, windows);
                measurement.write(target, String.valueOf(file.getFileName()));
            }
            console.out()
                    .println(
                            "%s: %d windows of %d tokens"
                                    .formatted(
                                            Printable.line(target.toString()),
                                            windows.length,
                                            length));
        }
        return 0;
    }

    /** A last window that is not full would weigh its first positions too much. */
    private int[][] windows(Vocabulary vocabulary, String text, int length) {
        int[] ids = vocabulary.encode(text, false, false);
        int[][] all =
                PerplexityCommand.cut(ids, length, vocabulary.addsBos() ? vocabulary.bos() : -1);
        int full = all.length;
        if (full > 1 && all[full - 1].length < length) {
            full--;
        }
        return Arrays.copyOf(all, Math.min(chunks, full));
    }

    private void measure(ImportanceMeasurement measurement, int[][] windows) {
        try (Interrupts interrupts = new Interrupts(() -> {});
                ProgressBar bar = new ProgressBar(console, "windows", ProgressBar.Unit.STEPS)) {
            for (int w = 0; w < windows.length; w++) {
                bar.update(w, windows.length);
                measurement.add(windows[w]);
                if (interrupts.happened()) {
                    throw Failure.interrupted(target + ": stopped; nothing was written");
                }
            }
        }
    }
}
