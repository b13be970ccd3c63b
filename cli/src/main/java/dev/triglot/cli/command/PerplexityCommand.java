package dev.triglot.cli.command;

import dev.triglot.cli.io.Failure;
import dev.triglot.cli.io.Json;
import dev.triglot.cli.io.TextFile;
import dev.triglot.cli.terminal.Console;
import dev.triglot.cli.terminal.Printable;
import dev.triglot.cli.terminal.ProgressBar;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.Vocabulary;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How well a model predicts a text: the exponential of the mean negative log-likelihood.
 *
 * <p>The text is cut into windows, each evaluated alone from position 0 with its first token
 * unscored. Where the model asks for BOS, every window begins with it.
 */
@Command(name = "perplexity", description = "Measures how well a model predicts a text.")
public final class PerplexityCommand implements Callable<Integer> {
    private static final int DEFAULT_WINDOW = 512;

    private final Console console;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Which which = new Which();

    /** One model to measure, or two to compare. */
    private static final class Which {
        @Option(
                names = {"-m", "--model"},
                paramLabel = "MODEL",
                description = "A name of 'triglot models list', or a file.")
        private @Nullable String model;

        @Option(
                names = "--compare",
                arity = "2",
                paramLabel = "MODEL",
                description =
                        "Instead of one model two of one vocabulary: how far what the second expects"
                                + " is from what the first expects.")
        private List<String> compare = List.of();
    }

    @Mixin private final ComputeOptions compute = new ComputeOptions();

    /** In a comparison the second model has them. */
    @Mixin private final LoraOptions lora = new LoraOptions();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The text (UTF-8).")
    private @Nullable Path file;

    @Option(
            names = "--ids-file",
            paramLabel = "FILE.json",
            description = "A JSON array of arrays of token ids, which are the windows.")
    private @Nullable Path idsFile;

    @Option(
            names = {"-c", "--context"},
            paramLabel = "N",
            description = "Tokens of a window; the model's context by default, at most 512.")
    private int windowLength;

    @Option(names = "--json", description = "Prints one JSON object with every token's value.")
    private boolean json;

    public PerplexityCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if ((file == null) == (idsFile == null)) {
            throw Failure.usage("give one of -f FILE and --ids-file FILE.json");
        }
        if (windowLength < 0 || windowLength == 1) {
            throw Failure.usage("-c " + windowLength + ": a window needs two tokens or more");
        }
        int[][] given = idsFile == null ? null : Json.readIds(idsFile);
        String text = file == null ? "" : TextFile.read(file);
        if (which.model == null) {
            compare(which.compare.getFirst(), which.compare.getLast(), given, text);
        } else {
            measure(which.model, given, text);
        }
        return 0;
    }

    private LanguageModel open(String nameOrPath) {
        return LanguageModel.open(Models.locate(console, nameOrPath), compute.model());
    }

    private void measure(String model, int @Nullable [][] given, String text) {
        try (LanguageModel opened = open(model)) {
            int[][] windows = given != null ? given : windows(opened, text);
            Report report = measure(opened, windows);
            if (json) {
                Json.print(console, report);
            } else {
                console.out()
                        .printf(
                                Locale.ROOT,
                                "perplexity %.4f (mean negative log-likelihood %.6f over %d tokens"
                                        + " in %d windows)%n",
                                report.perplexity,
                                report.meanNll,
                                report.scored,
                                windows.length);
            }
        }
    }

    private void compare(String first, String second, int @Nullable [][] given, String text) {
        try (LanguageModel a = open(first);
                LanguageModel b = open(second)) {
            ModelComparison.requireOneVocabulary(a, b);
            int[][] windows = given != null ? given : windows(a, text);
            int longest = longest(windows);
            try (Session sessionOfA = a.newSession(compute.exactSession(longest));
                    Session sessionOfB = b.newSession(lora.addTo(compute.exactSession(longest)));
                    ProgressBar bar = new ProgressBar(console, "windows", ProgressBar.Unit.STEPS)) {
                int positions = Arrays.stream(windows).mapToInt(w -> w.length - 1).sum();
                var comparison = new ModelComparison(sessionOfA, sessionOfB, positions);
                for (int w = 0; w < windows.length; w++) {
                    bar.update(w, windows.length);
                    comparison.add(windows[w]);
                }
                print(comparison.report(a, b));
            }
        }
    }

    private void print(ModelComparison.Report report) {
        if (json) {
            Json.print(console, report);
            return;
        }
        var divergence = report.klDivergence();
        console.out()
                .printf(
                        Locale.ROOT,
                        "perplexity of %s: %.4f%nperplexity of %s: %.4f%n"
                                + "KL divergence: mean %.6f, median %.6f, 99 %% %.6f, max %.6f%n"
                                + "same most likely token: %.3f %% of %d tokens%n",
                        Printable.line(report.first().model()),
                        report.first().perplexity(),
                        Printable.line(report.second().model()),
                        report.second().perplexity(),
                        divergence.mean(),
                        divergence.median(),
                        divergence.percentile99(),
                        divergence.max(),
                        100 * report.topTokenAgreement(),
                        report.scored());
    }

    private int[][] windows(LanguageModel opened, String text) {
        int length =
                windowLength != 0
                        ? windowLength
                        : Math.min(DEFAULT_WINDOW, opened.info().contextLength());
        Vocabulary vocabulary = opened.vocabulary();
        int[] ids = vocabulary.encode(text, false, false);
        return cut(ids, length, vocabulary.addsBos() ? vocabulary.bos() : -1);
    }

    /**
     * Cuts a text into windows; the last one may be shorter.
     *
     * @param bos stands in front of each window and counts as one of its tokens; -1 for none
     */
    static int[][] cut(int[] ids, int length, int bos) {
        int step = bos < 0 ? length : length - 1;
        int[][] windows = new int[Math.ceilDiv(ids.length, step)][];
        for (int w = 0; w < windows.length; w++) {
            int[] window = Arrays.copyOfRange(ids, w * step, Math.min(ids.length, (w + 1) * step));
            windows[w] = bos < 0 ? window : prepend(bos, window);
        }
        return windows;
    }

    private static int[] prepend(int first, int[] rest) {
        int[] all = new int[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    private static int longest(int[][] windows) {
        int longest = Arrays.stream(windows).mapToInt(w -> w.length).max().orElse(0);
        if (longest < 2) {
            throw Failure.failed(
                    "nothing to score: the text needs two tokens or more, BOS included", null);
        }
        return longest;
    }

    private Report measure(LanguageModel opened, int[][] windows) {
        int longest = longest(windows);
        double[][] scores = new double[windows.length][];
        try (Session session = opened.newSession(lora.addTo(compute.exactSession(longest)));
                ProgressBar bar = new ProgressBar(console, "windows", ProgressBar.Unit.STEPS)) {
            for (int w = 0; w < windows.length; w++) {
                bar.update(w, windows.length);
                scores[w] =
                        windows[w].length < 2
                                ? new double[0]
                                : session.negativeLogLikelihoods(windows[w]);
            }
        }
        return Report.of(Arrays.stream(scores).flatMapToDouble(DoubleStream::of).toArray());
    }

    record Report(double perplexity, double meanNll, int scored, double[] nll) {
        static Report of(double[] nll) {
            double mean = DoubleStream.of(nll).sum() / nll.length;
            return new Report(Math.exp(mean), mean, nll.length, nll);
        }
    }
}
