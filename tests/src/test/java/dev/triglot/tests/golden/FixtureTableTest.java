package dev.triglot.tests.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.EngineInfo;
import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.SessionOptions.KvCacheType;
import dev.triglot.engine.TokenListener;
import dev.triglot.engine.error.TriglotException;
import dev.triglot.tests.golden.Fixtures.ModelRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;

/**
 * Writes a table, one row for each file, to a folder: {@code -Dtriglot.fixtures.table=FOLDER}. The
 * kernels' name is the table's.
 */
@EnabledIfSystemProperty(named = "triglot.fixtures.table", matches = ".+")
class FixtureTableTest {
    private static final boolean REFERENCE = EngineInfo.kernels().equals("reference");
    private static final SessionOptions OPTIONS =
            SessionOptions.DEFAULT.withKvCacheType(REFERENCE ? KvCacheType.F32 : KvCacheType.F16);

    /**
     * A file, and what it is held to.
     *
     * @param logits of the last position of each prompt, one prompt after the other
     * @param greedy the tokens that the program which wrote the file gave to each prompt
     */
    private record Row(
            String name, String model, float[] logits, double likelihood, List<int[]> greedy) {
        static Row of(ModelRecord file) {
            JsonNode dequantized = file.node().get("dequantized_float32");
            return new Row(
                    file.name(),
                    file.model(),
                    Fixtures.npy(dequantized.get("logits_file").asString()),
                    dequantized.get("mean_nll").asDouble(),
                    greedy(file.node().get("prompts")));
        }

        /** A checkpoint is held to PyTorch's float32 run of itself. */
        static Row ofCheckpoint(String model) {
            JsonNode reference = Fixtures.reference(model);
            JsonNode prompts = reference.get("prompts");
            List<float[]> logits = new ArrayList<>();
            for (JsonNode prompt : prompts) {
                logits.add(
                        Fixtures.npy("ref/" + model + "/" + prompt.get("logits_file").asString()));
            }
            float[] all = new float[logits.size() * logits.getFirst().length];
            for (int p = 0; p < logits.size(); p++) {
                float[] ofPrompt = logits.get(p);
                System.arraycopy(ofPrompt, 0, all, p * ofPrompt.length, ofPrompt.length);
            }
            return new Row(
                    "hf/" + model,
                    model,
                    all,
                    reference.get("perplexity").get("mean_nll").asDouble(),
                    greedy(prompts));
        }

        private static List<int[]> greedy(JsonNode prompts) {
            List<int[]> greedy = new ArrayList<>();
            for (JsonNode prompt : prompts) {
                greedy.add(Fixtures.ids(prompt.get("greedy_ids")));
            }
            return greedy;
        }
    }

    @Test
    void everyFile() throws IOException {
        List<Row> rows = new ArrayList<>();
        Fixtures.legacyFiles().forEach(file -> rows.add(Row.of(file)));
        Fixtures.ggufFiles().forEach(file -> rows.add(Row.of(file)));
        Fixtures.checkpoints().forEach(model -> rows.add(Row.ofCheckpoint(model)));
        StringBuilder table =
                new StringBuilder("| file | format | loaded | logits | mean nll | greedy |\n")
                        .append("|---|---|---|---|---|---|\n");
        rows.forEach(row -> table.append(measure(row)).append('\n'));
        Path folder = Path.of(System.getProperty("triglot.fixtures.table"));
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(EngineInfo.kernels() + ".md"), table);
        assertThat(rows).isNotEmpty();
        assertThat(table).doesNotContain("| no |");
    }

    private static String measure(Row row) {
        try (LanguageModel model = LanguageModel.open(Fixtures.file(row.name()));
                Session session = model.newSession(OPTIONS)) {
            JsonNode reference = Fixtures.reference(row.model());
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | yes | %.1e | %.1e | %s |",
                    row.name(),
                    model.info().format(),
                    logitDistance(row, session, reference),
                    likelihoodDistance(row, session, reference),
                    greedyAgreement(row, session, reference));
        } catch (TriglotException failure) {
            return "| %s | | no | %s | | |".formatted(row.name(), failure.getMessage());
        }
    }

    private static double logitDistance(Row row, Session session, JsonNode reference) {
        JsonNode prompts = reference.get("prompts");
        int vocabulary = row.logits().length / prompts.size();
        double distance = 0;
        for (int p = 0; p < prompts.size(); p++) {
            float[] logits = session.logits(Fixtures.ids(prompts.get(p).get("ids")));
            float[] expected =
                    Arrays.copyOfRange(row.logits(), p * vocabulary, (p + 1) * vocabulary);
            distance = Math.max(distance, Distance.of(logits, expected).absolute());
        }
        return distance;
    }

    private static double likelihoodDistance(Row row, Session session, JsonNode reference) {
        double mean = Fixtures.mean(Fixtures.likelihoods(session, reference));
        return Math.abs(mean - row.likelihood());
    }

    /** Tokens before the first that differs, of all; an end token ends our generation early. */
    private static String greedyAgreement(Row row, Session session, JsonNode reference) {
        int equal = 0;
        int all = 0;
        for (int p = 0; p < row.greedy().size(); p++) {
            int[] expected = row.greedy().get(p);
            int[] tokens =
                    session.generate(
                                    Fixtures.ids(reference.get("prompts").get(p).get("ids")),
                                    GenerationOptions.builder()
                                            .temperature(0)
                                            .maxTokens(expected.length)
                                            .build(),
                                    TokenListener.NONE)
                            .tokens();
            int same = 0;
            while (same < tokens.length && tokens[same] == expected[same]) {
                same++;
            }
            equal += same;
            all += same == tokens.length ? same : expected.length;
        }
        return equal + " / " + all;
    }
}
