package dev.triglot.cli.command;

import dev.triglot.cli.io.Json;
import dev.triglot.cli.terminal.Console;
import dev.triglot.cli.terminal.Printable;
import dev.triglot.cli.terminal.Quantity;
import dev.triglot.engine.convert.QuantizationOptions;
import dev.triglot.engine.convert.Quantizer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a model smaller. */
@Command(
        name = "quantize",
        description = {
            "Makes a model smaller: rounds its matrices to fewer bits, and writes a GGUF file.",
            "Types: F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q2_K, Q3_K_S, Q3_K_M, Q3_K_L, Q4_K_S,"
                    + " Q4_K_M, Q5_K_S, Q5_K_M, Q6_K, IQ4_NL, IQ4_XS."
        })
public final class QuantizeCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "SRC",
            description = "A model file or a checkpoint's folder.")
    private Path source = Path.of("");

    @Parameters(index = "1", paramLabel = "DST", description = "The GGUF file to write.")
    private Path target = Path.of("");

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            required = true,
            description = "What to round to, such as Q4_K_M.")
    private String type = "";

    @Option(
            names = "--tensor",
            paramLabel = "PATTERN=TYPE",
            description =
                    "Another type for tensors whose name has a match of the regular expression; the"
                            + " first that matches wins. Repeatable.")
    private List<String> tensors = List.of();

    @Option(
            names = "--imatrix",
            paramLabel = "FILE",
            description = "Importance matrix of 'triglot imatrix' or llama.cpp: better results.")
    private @Nullable Path importance;

    @Option(
            names = "--requantize",
            description = "Rounds matrices again that are quantized already; costs quality.")
    private boolean requantize;

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "T",
            description = "Threads for arithmetic; physical cores by default.")
    private int threads;

    @Option(names = "--force", description = "Replaces DST if it exists.")
    private boolean force;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    public QuantizeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        QuantizationOptions options =
                new QuantizationOptions(type, tensors, importance, requantize, threads);
        long start = System.nanoTime();
        Quantizer.Result result =
                new ModelWriting(console, target, force)
                        .run(
                                "quantizing",
                                listener -> Quantizer.quantize(source, target, options, listener));
        report(result, (System.nanoTime() - start) / 1e9);
        return 0;
    }

    private void report(Quantizer.Result result, double seconds) {
        if (json) {
            Json.print(console, result);
            return;
        }
        result.warnings()
                .forEach(warning -> console.err().println("warning: " + Printable.line(warning)));
        String types =
                result.tensorTypes().entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
        console.out()
                .println(
                        "%s: %s, from %s, in %s (%s)"
                                .formatted(
                                        Printable.line(target.toString()),
                                        Quantity.bytes(result.bytes()),
                                        Quantity.bytes(result.sourceBytes()),
                                        Quantity.duration(seconds),
                                        types));
    }
}
