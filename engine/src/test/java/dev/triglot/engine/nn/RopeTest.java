package dev.triglot.engine.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.triglot.engine.model.RopeScaling;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Against the frequencies that transformers 5.23 (ROPE_INIT_FUNCTIONS) gives for the same
 * parameters.
 */
class RopeTest {
    /** Those frequencies are float32. */
    private static final double RELATIVE = 1e-6;

    static List<JsonNode> cases() {
        List<JsonNode> cases = new ArrayList<>();
        InputStream json = RopeTest.class.getResourceAsStream("/nn/rope-frequencies.json");
        new ObjectMapper().readTree(json).forEach(cases::add);
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void frequenciesAreThoseOfTransformers(JsonNode expected) {
        JsonNode params = expected.get("params");
        int dimension = expected.get("dimension").asInt();
        float base = expected.get("base").floatValue();
        Rope rope = Rope.of(dimension, base, scaling(expected, params, dimension, base));
        double magnitude = expected.get("magnitude").asDouble();

        for (int position : new int[] {1, 7, 100}) {
            float[] cosSin = new float[dimension];
            rope.cosSin(position, cosSin, 0);
            for (int i = 0; i < dimension / 2; i++) {
                double angle = position * expected.get("frequencies").get(i).asDouble();
                double tolerance = RELATIVE * (1 + angle) * magnitude;
                assertThat((double) cosSin[2 * i])
                        .as("cosine of pair %d at %d", i, position)
                        .isCloseTo(Math.cos(angle) * magnitude, within(tolerance));
                assertThat((double) cosSin[2 * i + 1])
                        .as("sine of pair %d at %d", i, position)
                        .isCloseTo(Math.sin(angle) * magnitude, within(tolerance));
            }
        }
    }

    private static RopeScaling scaling(
            JsonNode expected, JsonNode params, int dimension, float base) {
        return switch (params.get("rope_type").asString()) {
            case "linear" -> new RopeScaling.Linear(params.get("factor").floatValue());
            case "yarn" ->
                    new RopeScaling.Yarn(
                            params.get("factor").floatValue(),
                            params.get("original_max_position_embeddings").asInt(),
                            1,
                            1,
                            32,
                            1);
            case "llama3" -> new RopeScaling.FrequencyFactors(factors(expected, dimension, base));
            default -> throw new IllegalArgumentException(params.toString());
        };
    }

    /**
     * What converters write to {@code rope_freqs.weight}: the plain frequency divided by the scaled
     * one.
     */
    private static float[] factors(JsonNode expected, int dimension, float base) {
        float[] factors = new float[dimension / 2];
        for (int i = 0; i < factors.length; i++) {
            double plain = Math.pow(base, -2.0 * i / dimension);
            factors[i] = (float) (plain / expected.get("frequencies").get(i).asDouble());
        }
        return factors;
    }

    @Test
    void positionZeroTurnsNothing() {
        float[] cosSin = new float[8];
        Rope.of(8, 10_000, new RopeScaling.None()).cosSin(0, cosSin, 0);
        assertThat(cosSin).containsExactly(1, 0, 1, 0, 1, 0, 1, 0);
    }
}
