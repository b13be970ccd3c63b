package dev.triglot.cli.command;

import dev.triglot.cli.io.Failure;
import dev.triglot.cli.io.Json;
import dev.triglot.cli.terminal.Console;
import dev.triglot.cli.terminal.Printable;
import dev.triglot.cli.terminal.ProgressBar;
import dev.triglot.cli.terminal.Quantity;
import dev.triglot.engine.EngineInfo;
import dev.triglot.engine.LanguageModel;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How fast a model is: prompt tokens per second from an empty context, and generated tokens per
 * second from an empty context, as llama-bench measures them.
 */
@Command(name = "bench", description = "Measures how fast a model is on this machine.")
public final class BenchCommand implements Callable<Integer> {
    /** How the result is printed. */
    enum Format {
        TEXT,
        JSON,
        MD;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int MAX_PARALLEL = 256;

    private final Console console;

    @Mixin private final RequiredModel model = new RequiredModel();
    @Mixin private final ComputeOptions compute = new ComputeOptions();

    @Option(
            names = {"-p", "--prompt-tokens"},
            paramLabel = "P",
            defaultValue = "512",
            description = "Tokens of the prompt; 0 leaves this test out (${DEFAULT-VALUE}).")
    private int promptTokens;

    @Option(
            names = {"-n", "--predicted-tokens"},
            paramLabel = "N",
            defaultValue = "128",
            description = "Tokens to generate; 0 leaves this test out (${DEFAULT-VALUE}).")
    private int predictedTokens;

    @Option(
            names = {"-d", "--depth"},
            paramLabel = "D",
            defaultValue = "0",
            description = "Tokens of context before the measured ones (${DEFAULT-VALUE}).")
    private int depth;

    @Option(
            names = {"-r", "--repetitions"},
            paramLabel = "R",
            defaultValue = "5",
            description = "Runs of each test (${DEFAULT-VALUE}).")
    private int repetitions;

    @Option(
            names = "--parallel",
            paramLabel = "S",
            defaultValue = "1",
            description =
                    "Texts to generate at the same time, up to 256; the rate is that of all together"
                            + " (${DEFAULT-VALUE}).")
    private int parallel;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "One of ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Format format = Format.TEXT;

    public BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (promptTokens < 0 || predictedTokens < 0 || depth < 0 || repetitions < 1) {
            throw Failure.usage("-p, -n and -d must be 0 or more, -r 1 or more");
        }
        if (parallel < 1 || parallel > MAX_PARALLEL) {
            throw Failure.usage("--parallel must be 1 to " + MAX_PARALLEL);
        }
        try (LanguageModel opened = model.open(console, compute.model())) {
            int context = depth + Math.max(promptTokens, predictedTokens) + 1;
            try (Benchmark benchmark =
                    new Benchmark(opened, compute.session(context), depth, parallel)) {
                Report report = measure(opened, benchmark);
                switch (format) {
                    case TEXT -> printText(report, opened);
                    case MD -> printMarkdown(report, opened);
                    case JSON -> Json.print(console, report);
                }
            }
        }
        return 0;
    }

    private Report measure(LanguageModel opened, Benchmark benchmark) {
        double[] prompt = new double[promptTokens > 0 ? repetitions : 0];
        double[] predicted = new double[predictedTokens > 0 ? repetitions : 0];
        int steps = prompt.length + predicted.length;
        try (ProgressBar bar = new ProgressBar(console, "bench", ProgressBar.Unit.STEPS)) {
            bar.update(0, steps);
            benchmark.warmUp(promptTokens, predictedTokens);
            for (int i = 0; i < prompt.length; i++) {
                bar.update(i, steps);
                prompt[i] = Json.rounded(benchmark.promptPerSecond(promptTokens));
            }
            for (int i = 0; i < predicted.length; i++) {
                bar.update(prompt.length + i, steps);
                predicted[i] = Json.rounded(benchmark.predictedPerSecond(predictedTokens));
            }
        }
        OptionalLong peak = PeakMemory.bytes();
        return new Report(
                model.name(),
                opened.threads(),
                EngineInfo.kernels(),
                depth,
                promptTokens,
                rounded(Samples.median(prompt)),
                prompt,
                parallel,
                predictedTokens,
                rounded(Samples.median(predicted)),
                predicted,
                Json.millis(opened.loadNanos()),
                peak.isPresent() ? peak.getAsLong() : null);
    }

    private static @Nullable Double rounded(@Nullable Double rate) {
        return rate == null ? null : (Double) Json.rounded(rate);
    }

    private void printText(Report report, LanguageModel opened) {
        console.out()
                .printf(
                        Locale.ROOT,
                        "%s (%s, %s), kernels %s, %d threads%n",
                        Printable.line(report.model),
                        Quantity.count(opened.info().parameters()),
                        Quantity.bytes(opened.info().weightBytes()),
                        report.kernels,
                        report.threads);
        for (Row row : report.rows()) {
            console.out().println("  " + row.test + "  " + row.rate() + " tokens a second");
        }
        console.out()
                .printf(
                        Locale.ROOT,
                        "  loaded in %.0f ms, peak memory %s%n",
                        report.loadMs,
                        report.peak());
    }

    private void printMarkdown(Report report, LanguageModel opened) {
        console.out().println("| model | size | params | kernels | threads | test | tokens/s |");
        console.out().println("|---|---:|---:|---|---:|---:|---:|");
        for (Row row : report.rows()) {
            console.out()
                    .printf(
                            "| %s | %s | %s | %s | %d | %s | %s |%n",
                            Printable.line(report.model).replace("|", "\\|"),
                            Quantity.bytes(opened.info().weightBytes()),
                            Quantity.count(opened.info().parameters()),
                            report.kernels,
                            report.threads,
                            row.test.strip(),
                            row.rate().strip());
        }
        console.out()
                .printf(
                        Locale.ROOT,
                        "%nloaded in %.0f ms, peak memory %s%n",
                        report.loadMs,
                        report.peak());
    }

    private record Row(String test, double[] samples) {
        String rate() {
            return String.format(
                    Locale.ROOT,
                    "%9.2f ± %.2f",
                    Samples.median(samples),
                    Samples.deviation(samples));
        }
    }

    /**
     * @param promptPerSecond median of the runs; null where the test was left out
     * @param parallel texts that were generated at the same time, each of predictedTokens
     * @param predictedPerSecond likewise
     * @param peakRssBytes null where the system does not tell
     */
    record Report(
            String model,
            int threads,
            String kernels,
            int depth,
            int promptTokens,
            @Nullable Double promptPerSecond,
            double[] promptPerSecondRuns,
            int parallel,
            int predictedTokens,
            @Nullable Double predictedPerSecond,
            double[] predictedPerSecondRuns,
            double loadMs,
            @Nullable Long peakRssBytes) {
        private List<Row> rows() {
            List<Row> rows =
                    List.of(
                            new Row("prompt %5d".formatted(promptTokens), promptPerSecondRuns),
                            new Row(
                                    "answer %5d".formatted(predictedTokens)
                                            + (parallel == 1 ? "" : " x " + parallel),
                                    predictedPerSecondRuns));
            return rows.stream().filter(row -> row.samples.length > 0).toList();
        }

        private String peak() {
            return peakRssBytes == null ? "unknown" : Quantity.bytes(peakRssBytes);
        }
    }
}
