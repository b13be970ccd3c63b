package dev.triglot.tests.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.EngineInfo;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.SessionOptions.KvCacheType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What the trained models do not have, against PyTorch: a sliding window, biases, clamped queries,
 * keys and values, a head count that is no power of two. Made by make_variants.py.
 */
class VariantsTest {
    private static final Path FOLDER = Path.of("src/test/resources/variants");
    private static final JsonNode EXPECTED =
            new ObjectMapper().readTree(FOLDER.resolve("variants.json").toFile());

    /** All weights are f32, so that only the order of additions differs. */
    private static final double TOLERANCE = EngineInfo.kernels().equals("reference") ? 1e-5 : 1e-4;

    static List<String> variants() {
        return List.copyOf(EXPECTED.get("logits").propertyNames());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void logitsEqualPyTorch(String variant) {
        float[] logits;
        try (LanguageModel model = LanguageModel.open(FOLDER.resolve(variant + ".gguf"));
                Session session =
                        model.newSession(SessionOptions.DEFAULT.withKvCacheType(KvCacheType.F32))) {
            logits = session.logits(Fixtures.ids(EXPECTED.get("ids")));
        }
        double[] expected = Fixtures.doubles(EXPECTED.get("logits").get(variant));
        assertThat(Distance.of(logits, expected).relative()).isLessThan(TOLERANCE);
    }
}
