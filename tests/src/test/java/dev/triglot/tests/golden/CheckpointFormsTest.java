package dev.triglot.tests.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.EngineInfo;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.SessionOptions.KvCacheType;
import dev.triglot.engine.convert.ConversionListener;
import dev.triglot.engine.convert.Converter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Checkpoints in the forms that the trained ones do not have, against PyTorch and the tokenizers of
 * Hugging Face: scaled positions, tied heads, a sliding window, weights in several files, each kind
 * of tokenizer's files. Made by make_checkpoints.py.
 */
class CheckpointFormsTest {
    private static final Path FOLDER = Path.of("src/test/resources/checkpoints");
    private static final JsonNode EXPECTED =
            new ObjectMapper().readTree(FOLDER.resolve("expected.json").toFile());
    private static final SessionOptions OPTIONS =
            SessionOptions.DEFAULT.withKvCacheType(KvCacheType.F32);

    /** The weights are exact, so that only the order of additions differs. */
    private static final double TOLERANCE = EngineInfo.kernels().equals("reference") ? 2e-5 : 1e-4;

    @TempDir private Path scratch;

    static List<String> names() {
        return List.copyOf(EXPECTED.propertyNames());
    }

    private static float[] logits(LanguageModel model, String name) {
        try (Session session = model.newSession(OPTIONS)) {
            return session.logits(Fixtures.ids(EXPECTED.get(name).get("ids")));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void logitsEqualPyTorch(String name) {
        double[] expected = Fixtures.doubles(EXPECTED.get(name).get("logits"));
        try (LanguageModel model = LanguageModel.open(FOLDER.resolve(name))) {
            float[] logits = logits(model, name);
            assertThat(Distance.of(logits, expected).relative()).isLessThan(TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void tokensEqualTheTokenizers(String name) {
        try (LanguageModel model = LanguageModel.open(FOLDER.resolve(name))) {
            for (JsonNode text : EXPECTED.get(name).get("texts")) {
                assertThat(model.vocabulary().encode(text.get("text").asString(), true, true))
                        .as("%s", text.get("text"))
                        .isEqualTo(Fixtures.ids(text.get("ids")));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void aConvertedFileIsTheSameModel(String name) {
        Path target = scratch.resolve("model.gguf");
        Converter.convert(FOLDER.resolve(name), target, null, ConversionListener.NONE);
        try (LanguageModel checkpoint = LanguageModel.open(FOLDER.resolve(name));
                LanguageModel converted = LanguageModel.open(target)) {
            assertThat(logits(converted, name)).isEqualTo(logits(checkpoint, name));
            for (JsonNode text : EXPECTED.get(name).get("texts")) {
                String written = text.get("text").asString();
                assertThat(converted.vocabulary().encode(written, true, true))
                        .as("%s", text.get("text"))
                        .isEqualTo(checkpoint.vocabulary().encode(written, true, true));
            }
            for (int id = 0; id < checkpoint.vocabulary().size(); id++) {
                assertThat(converted.vocabulary().bytes(id))
                        .isEqualTo(checkpoint.vocabulary().bytes(id));
                assertThat(converted.vocabulary().endsGeneration(id))
                        .as("whether token %d ends a generation", id)
                        .isEqualTo(checkpoint.vocabulary().endsGeneration(id));
            }
        }
    }
}
