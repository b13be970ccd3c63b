package dev.triglot.cli.command;

import dev.triglot.cli.io.Json;
import dev.triglot.cli.terminal.Console;
import dev.triglot.cli.terminal.Printable;
import dev.triglot.cli.terminal.Quantity;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.MemoryEstimate;
import dev.triglot.engine.ModelInfo;
import dev.triglot.engine.ModelInspection;
import dev.triglot.engine.ModelInspection.TensorInfo;
import dev.triglot.engine.ModelInspection.TokenizerInfo;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.SessionOptions.KvCacheType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is in a model file, without loading its weights. */
@Command(
        name = "inspect",
        description = "Shows what is in a model file and how much memory it needs.")
public final class InspectCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "A model file, or the name of a fetched model.")
    private String file = "";

    @Option(
            names = {"-c", "--context"},
            paramLabel = "CTX",
            description = "Context length for the memory estimate; a session's default if absent.")
    private int contextLength;

    @Option(
            names = "--kv-cache-type",
            paramLabel = "TYPE",
            defaultValue = "F16",
            description =
                    "How a session keeps keys and values: one of ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private KvCacheType kvCacheType = KvCacheType.F16;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    public InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelInspection found =
                LanguageModel.inspect(
                        Models.locatePresent(file),
                        SessionOptions.DEFAULT
                                .withContextLength(contextLength)
                                .withKvCacheType(kvCacheType));
        if (json) {
            Json.print(console, Report.of(found));
        } else {
            print(found);
        }
        return 0;
    }

    private void print(ModelInspection found) {
        ModelInfo info = found.info();
        line("file", info.file().toString());
        line("format", info.format() + " (" + found.recognizedBy() + ")");
        line("name", info.name());
        line("architecture", info.architecture());
        line(
                "weights",
                Quantity.count(info.parameters())
                        + " parameters in "
                        + found.tensors().size()
                        + " tensors, "
                        + Quantity.bytes(info.weightBytes())
                        + " ("
                        + types(found.tensors())
                        + ")");
        if (info.contextLength() > 0) {
            line("context", info.contextLength() + " tokens");
            line("chat template", info.hasChatTemplate() ? "yes" : "no");
        }
        if (found.tokenizer() != null) {
            printTokenizer(found.tokenizer());
        }
        if (found.memory() != null) {
            printMemory(found.memory());
        }
        section(
                info.contextLength() > 0 ? "hyperparameters" : "adapted weights",
                hyperparametersOf(info));
        section("metadata", found.metadata());
        console.out().println();
        console.out().println("tensors (type, shape, offset):");
        for (TensorInfo tensor : found.tensors()) {
            console.out()
                    .printf(
                            "  %-32s %-8s %-18s %d%n",
                            Printable.line(tensor.name()),
                            tensor.type(),
                            shape(tensor.shape()),
                            tensor.offset());
        }
        for (String warning : info.warnings()) {
            console.out().println("warning: " + Printable.line(warning));
        }
    }

    private void printTokenizer(TokenizerInfo tokenizer) {
        String merges = tokenizer.merges() > 0 ? ", " + tokenizer.merges() + " merges" : "";
        String pre =
                tokenizer.preTokenizer().isEmpty()
                        ? ""
                        : ", pre-tokenizer " + tokenizer.preTokenizer();
        String ids =
                ", BOS "
                        + tokenizer.bos()
                        + (tokenizer.addBos() ? " (added)" : "")
                        + ", EOS "
                        + tokenizer.eos()
                        + (tokenizer.addEos() ? " (added)" : "");
        line(
                "tokenizer",
                tokenizer.algorithm() + pre + ", " + tokenizer.size() + " tokens" + merges + ids);
    }

    private void printMemory(MemoryEstimate memory) {
        line(
                "memory",
                Quantity.bytes(memory.total())
                        + " for "
                        + memory.contextLength()
                        + " tokens of context: weights "
                        + Quantity.bytes(memory.weights())
                        + ", KV cache "
                        + Quantity.bytes(memory.kvCache())
                        + ", scratch "
                        + Quantity.bytes(memory.scratch()));
    }

    private void line(String label, String value) {
        console.out().printf("%-14s %s%n", label, Printable.line(value));
    }

    private void section(String title, Map<String, ?> entries) {
        if (!entries.isEmpty()) {
            console.out().println();
            console.out().println(title + ":");
            entries.forEach((key, value) ->
                    console.out()
                            .println(
                                    "  "
                                            + Printable.line(key)
                                            + " = "
                                            + Printable.line(text(value))));
        }
    }

    /**
     * Named as everything else in JSON; what is no number, such as a kind of RoPE scaling, as text.
     */
    private static Map<String, Object> hyperparametersOf(ModelInfo info) {
        Map<String, Object> named = new LinkedHashMap<>();
        info.hyperparameters()
                .forEach((name, value) ->
                        named.put(
                                name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT),
                                value instanceof Record
                                        ? value.toString().replace("[]", "")
                                        : value));
        return named;
    }

    private static String text(Object value) {
        return value instanceof float[] array ? Arrays.toString(array) : String.valueOf(value);
    }

    /** Such as {@code 120 Q4_1, 61 F32}. */
    private static String types(List<TensorInfo> tensors) {
        return tensors.stream()
                .collect(Collectors.groupingBy(TensorInfo::type, Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String shape(long[] shape) {
        return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining("x"));
    }

    record Memory(int contextLength, long weights, long kvCache, long scratch, long total) {}

    record Report(
            String file,
            String format,
            String recognizedBy,
            String architecture,
            String name,
            long parameters,
            long weightBytes,
            int contextLength,
            int vocabSize,
            boolean hasChatTemplate,
            Map<String, Object> hyperparameters,
            @Nullable TokenizerInfo tokenizer,
            @Nullable Memory memory,
            Map<String, String> metadata,
            List<TensorInfo> tensors,
            List<String> warnings) {
        static Report of(ModelInspection found) {
            ModelInfo info = found.info();
            MemoryEstimate memory = found.memory();
            return new Report(
                    info.file().toString(),
                    info.format(),
                    found.recognizedBy(),
                    info.architecture(),
                    info.name(),
                    info.parameters(),
                    info.weightBytes(),
                    info.contextLength(),
                    info.vocabSize(),
                    info.hasChatTemplate(),
                    hyperparametersOf(info),
                    found.tokenizer(),
                    memory == null
                            ? null
                            : new Memory(
                                    memory.contextLength(),
                                    memory.weights(),
                                    memory.kvCache(),
                                    memory.scratch(),
                                    memory.total()),
                    found.metadata(),
                    found.tensors(),
                    info.warnings());
        }
    }
}
