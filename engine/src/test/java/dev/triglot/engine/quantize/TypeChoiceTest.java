package dev.triglot.engine.quantize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TypeChoiceTest {
    private static final ModelFacts SMALL = new ModelFacts(4, 1, false, false);

    private record Model(int layers, int queryHeadsPerKv, boolean tied, Map<String, Long> columns) {
        ModelFacts facts(boolean importance) {
            return new ModelFacts(layers, queryHeadsPerKv, tied, importance);
        }
    }

    /** What make_presets.py has recorded, beside the tables. */
    @ParameterizedTest
    @EnumSource(Preset.class)
    void givesEachMatrixTheTypeThatLlamaCppGives(Preset preset) {
        Map<String, Model> models = models();
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> actual = new LinkedHashMap<>();
        for (String line : lines("presets.tsv")) {
            String[] fields = line.split("\t", -1);
            if (!fields[1].equals(preset.name())) {
                continue;
            }
            Model model = Objects.requireNonNull(models.get(fields[0]));
            String pattern = fields[3];
            String[] types = fields[4].split(" ", -1);
            TypeChoice choice =
                    new TypeChoice(preset, List.of(), model.facts(Boolean.parseBoolean(fields[2])));
            for (int layer = 0; layer < (pattern.contains("*") ? model.layers : 1); layer++) {
                String name = pattern.replace("*", Integer.toString(layer)) + ".weight";
                Shape shape = new Shape(model.columns.getOrDefault(pattern, 0L), 64);
                String key = String.join(" ", fields[0], fields[2], name);
                expected.put(key, types.length == 1 ? types[0] : types[layer]);
                actual.put(key, choice.of(name, shape).type().name());
            }
        }
        assertThat(expected).hasSizeGreaterThan(400);
        assertThat(actual).isEqualTo(expected);
    }

    private static Map<String, Model> models() {
        Map<String, Model> models = new HashMap<>();
        for (String line : lines("models.tsv")) {
            String[] fields = line.split("\t", -1);
            Map<String, Long> columns = new HashMap<>();
            for (String tensor : fields[4].split(" ", -1)) {
                String[] parts = tensor.split("=", -1);
                columns.put(parts[0], Long.parseLong(parts[1]));
            }
            models.put(
                    fields[0],
                    new Model(
                            Integer.parseInt(fields[1]),
                            Integer.parseInt(fields[2]),
                            Boolean.parseBoolean(fields[3]),
                            columns));
        }
        return models;
    }

    private static List<String> lines(String resource) {
        try (InputStream in = TypeChoiceTest.class.getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TypeChoice choice(Preset preset, String... overrides) {
        return new TypeChoice(
                preset, List.of(overrides).stream().map(TensorOverride::parse).toList(), SMALL);
    }

    @Test
    void theFirstOverrideThatMatchesWins() {
        TypeChoice choice = choice(Preset.Q4_K_M, "blk\\.[01]\\..*=q8_0", "ffn_=Q6_K");
        Shape shape = new Shape(512, 256);
        assertThat(choice.of("blk.1.ffn_up.weight", shape).type()).isEqualTo(GgmlType.Q8_0);
        assertThat(choice.of("blk.2.ffn_up.weight", shape).type()).isEqualTo(GgmlType.Q6_K);
        assertThat(choice.of("blk.2.attn_q.weight", shape).type()).isEqualTo(GgmlType.Q4_K);
    }

    @Test
    void anOverrideThatDoesNotFitIsRefused() {
        TypeChoice choice = choice(Preset.F16, "attn_q=Q4_K");
        assertThatThrownBy(() -> choice.of("blk.0.attn_q.weight", new Shape(320, 8)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("blk.0.attn_q.weight")
                .hasMessageContaining("320")
                .hasMessageContaining("256");
    }

    @Test
    void fallbacksAreTold() {
        TypeChoice.Choice fallback =
                choice(Preset.Q4_K_S).of("blk.2.attn_q.weight", new Shape(320, 8));
        assertThat(fallback.isFallback()).isTrue();
        assertThat(fallback.wanted()).isEqualTo(GgmlType.Q4_K);
        assertThat(fallback.type()).isEqualTo(GgmlType.Q5_0);
        assertThat(choice(Preset.Q8_0).of("blk.2.attn_q.weight", new Shape(40, 8)).type())
                .isEqualTo(GgmlType.F16);
    }

    @Test
    void onlyMatricesOfWeightsAreQuantized() {
        assertThat(TypeChoice.isMatrix("blk.0.attn_q.weight", new Shape(8, 8))).isTrue();
        assertThat(TypeChoice.isMatrix("blk.0.attn_q.bias", new Shape(8))).isFalse();
        assertThat(TypeChoice.isMatrix("blk.0.attn_q_norm.weight", new Shape(8, 8))).isFalse();
        assertThat(TypeChoice.isMatrix("rope_freqs.weight", new Shape(8))).isFalse();
    }

    @Test
    void namesThatAreNearAreOffered() {
        assertThat(Preset.parse("q4_k_m")).isEqualTo(Preset.Q4_K_M);
        assertThat(Preset.parse("Q5_K")).isEqualTo(Preset.Q5_K_M);
        assertThatThrownBy(() -> Preset.parse("q4_k_x"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("q4_k_x")
                .hasMessageContaining("Did you mean Q4_K_S or Q4_K_M");
        assertThatThrownBy(() -> TensorOverride.parse("attn=Q9_K"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Did you mean Q")
                .hasMessageContaining("IQ4_XS");
    }

    @Test
    void overridesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> TensorOverride.parse("attn_v"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("PATTERN=TYPE");
        assertThatThrownBy(() -> TensorOverride.parse("(=Q4_K"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("regular expression");
        assertThatThrownBy(() -> TensorOverride.parse("output=IQ1_S"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("IQ1_S");
    }
}
