package dev.triglot.cli.command;

import dev.triglot.cli.io.Failure;
import dev.triglot.cli.io.Json;
import dev.triglot.cli.terminal.Console;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** What a model expects next: the tool for checking against other implementations. */
@Command(name = "logits", description = "Shows what a model expects after a text or token ids.")
public final class LogitsCommand implements Callable<Integer> {
    private static final int SHOWN = 10;

    private final Console console;

    @Mixin private final RequiredModel model = new RequiredModel();
    @Mixin private final ComputeOptions compute = new ComputeOptions();
    @Mixin private final LoraOptions lora = new LoraOptions();

    @Parameters(
            paramLabel = "TEXT",
            arity = "0..*",
            description = "A text; BOS is added where the model asks for it.")
    private List<String> words = List.of();

    @Option(names = "--ids", paramLabel = "ID", split = ",", description = "Token ids: 1,2,3.")
    private int @Nullable [] ids;

    @Option(
            names = "--ids-file",
            paramLabel = "FILE.json",
            description = "A JSON array of arrays of token ids, each evaluated alone.")
    private @Nullable Path idsFile;

    @Option(
            names = "--json",
            description = "Prints all logits of the last position, not the top ten only.")
    private boolean json;

    public LogitsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        int given = (words.isEmpty() ? 0 : 1) + (ids == null ? 0 : 1) + (idsFile == null ? 0 : 1);
        if (given != 1) {
            throw Failure.usage("give one of TEXT, --ids and --ids-file");
        }
        int[][] fromFile = idsFile == null ? null : Json.readIds(idsFile);
        try (LanguageModel opened = model.open(console, compute.model())) {
            int[][] batches = fromFile != null ? fromFile : new int[][] {single(opened)};
            int longest = Arrays.stream(batches).mapToInt(b -> b.length).max().orElse(1);
            try (Session session = opened.newSession(lora.addTo(compute.exactSession(longest)))) {
                if (json) {
                    printAll(opened, session, batches);
                } else {
                    for (int[] batch : batches) {
                        printTop(opened, session.logits(batch));
                    }
                }
            }
        }
        return 0;
    }

    private int[] single(LanguageModel opened) {
        return ids != null ? ids : opened.vocabulary().encodePrompt(String.join(" ", words));
    }

    private void printAll(LanguageModel opened, Session session, int[][] batches) {
        try (JsonGenerator out = Json.generator(console)) {
            out.writeStartObject();
            out.writeNumberProperty("vocab_size", opened.info().vocabSize());
            out.writeArrayPropertyStart("logits");
            for (int[] batch : batches) {
                out.writeStartArray();
                for (float logit : session.logits(batch)) {
                    out.writeNumber(logit);
                }
                out.writeEndArray();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        console.out().println();
        console.out().flush();
    }

    private void printTop(LanguageModel opened, float[] logits) {
        double logSum = ModelComparison.logSumExp(logits);
        IntStream.range(0, logits.length)
                .boxed()
                .sorted((a, b) -> Float.compare(logits[b], logits[a]))
                .limit(SHOWN)
                .forEach(id ->
                        console.out()
                                .printf(
                                        Locale.ROOT,
                                        "%7d  %9.4f  %6.2f %%  %s%n",
                                        id,
                                        logits[id],
                                        100 * Math.exp(logits[id] - logSum),
                                        piece(opened, id)));
        console.out().println();
    }

    /** Some models have more logits than tokens. */
    private static String piece(LanguageModel opened, int id) {
        return id < opened.vocabulary().size() ? Pieces.quoted(opened.vocabulary(), id) : "";
    }
}
