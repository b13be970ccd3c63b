package dev.triglot.engine.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.InvalidStateException;
import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.ModelWriteException;
import dev.triglot.engine.format.ModelFile;
import dev.triglot.engine.quant.BlockCodecs;
import dev.triglot.engine.quantize.Preset;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuantizerTest {
    @TempDir private Path folder;

    private Path source() {
        return new RandomModel(256, 512).write(folder.resolve("source.gguf"));
    }

    private Path target() {
        return folder.resolve("target.gguf");
    }

    private static QuantizationOptions options(String type, int threads, String... tensors) {
        return new QuantizationOptions(type, List.of(tensors), null, false, threads);
    }

    private static Quantizer.Result quantize(Path source, Path target, QuantizationOptions o) {
        return Quantizer.quantize(source, target, o, ConversionListener.NONE);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static Map<String, float[]> values(Path file) {
        Map<String, float[]> values = new LinkedHashMap<>();
        try (ModelFile model = ModelFile.open(file)) {
            assertThat(model.description().hyperparameters()).isNotNull();
            for (Tensor tensor : model.tensors()) {
                int n = Math.toIntExact(tensor.shape().elements());
                float[] all = new float[n];
                BlockCodecs.of(tensor.type()).dequantize(tensor.data(), 0, all, 0, n);
                values.put(tensor.name(), all);
            }
        }
        return values;
    }

    private static Map<String, GgmlType> types(Path file) {
        Map<String, GgmlType> types = new LinkedHashMap<>();
        try (ModelFile model = ModelFile.open(file)) {
            model.tensors().forEach(tensor -> types.put(tensor.name(), tensor.type()));
        }
        return types;
    }

    private static double relativeError(float[] x, float[] y) {
        double error = 0;
        double size = 0;
        for (int i = 0; i < x.length; i++) {
            error += Math.pow((double) x[i] - y[i], 2);
            size += Math.pow(x[i], 2);
        }
        return Math.sqrt(error / size);
    }

    /** Half a step of a type with so many bits per weight, and a margin. */
    private static double bound(Preset preset) {
        return switch (preset) {
            case F32 -> 0;
            case F16 -> 5e-4;
            case BF16 -> 4e-3;
            case Q8_0 -> 0.01;
            case Q6_K -> 0.02;
            case Q5_0, Q5_1, Q5_K_S, Q5_K_M -> 0.05;
            case Q4_0, Q4_1, Q4_K_S, Q4_K_M, IQ4_NL, IQ4_XS -> 0.1;
            case Q3_K_S, Q3_K_M, Q3_K_L -> 0.18;
            case Q2_K -> 0.32;
        };
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void writesModelsThatAreReadBack(Preset preset) {
        Path source = source();
        Quantizer.Result result = quantize(source, target(), options(preset.name(), 2));

        Map<String, float[]> before = values(source);
        Map<String, float[]> after = values(target());
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, x) ->
                assertThat(relativeError(x, after.getOrDefault(name, new float[x.length])))
                        .as(name)
                        .isLessThanOrEqualTo(name.contains("norm") ? 0 : bound(preset)));
        try (ModelFile model = ModelFile.open(target())) {
            assertThat(model.metadata().integer("general.file_type", 0, 1024, -1))
                    .isEqualTo(preset.fileType());
        }
        assertThat(result.bytes()).isEqualTo(target().toFile().length());
        assertThat(result.tensorTypes().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(before.size());
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void theNumberOfThreadsDoesNotMatter() throws IOException {
        Path source = source();
        quantize(source, target(), options("Q4_K_M", 1));
        byte[] one = Files.readAllBytes(target());
        quantize(source, target(), options("Q4_K_M", 3));
        assertThat(Files.readAllBytes(target())).isEqualTo(one);
    }

    @Test
    void tensorsCanHaveTypesOfTheirOwn() {
        Path source = source();
        quantize(source, target(), options("Q4_0", 1, "attn_[kv]=Q8_0", "token_embd=f16"));
        Map<String, GgmlType> types = types(target());
        assertThat(types.get("blk.1.attn_k.weight")).isEqualTo(GgmlType.Q8_0);
        assertThat(types.get("blk.1.attn_q.weight")).isEqualTo(GgmlType.Q4_0);
        assertThat(types.get("token_embd.weight")).isEqualTo(GgmlType.F16);
        assertThat(types.get("output.weight")).isEqualTo(GgmlType.Q6_K);
    }

    @Test
    void fallbacksAreTold() {
        Path source = new RandomModel(96, 40).write(folder.resolve("narrow.gguf"));
        Quantizer.Result result = quantize(source, target(), options("Q4_K_M", 1));
        assertThat(result.warnings())
                .hasSize(1)
                .first()
                .asString()
                .contains("token_embd.weight", "Q5_0 instead of Q4_K", "F16 instead of Q6_K");
    }

    @Test
    void roundsTwiceOnlyWhereThatIsAllowed() {
        Path source = source();
        Path once = folder.resolve("once.gguf");
        quantize(source, once, options("Q8_0", 1));
        assertThatThrownBy(() -> quantize(once, target(), options("Q4_K_S", 1)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("token_embd.weight")
                .hasMessageContaining("Q8_0")
                .hasMessageContaining("--requantize");
        assertThat(target()).doesNotExist();

        Quantizer.Result result =
                quantize(
                        once,
                        target(),
                        new QuantizationOptions("Q4_K_S", List.of(), null, true, 1));
        assertThat(result.warnings()).hasSize(1).first().asString().contains("rounded twice");
        assertThat(quantize(once, target(), options("F16", 1)).warnings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Preset.class,
            names = {"Q4_0", "Q4_K_M", "F16", "IQ4_NL", "F32"})
    void namesTheTensorWithANumberThatIsNone(Preset preset) throws IOException {
        for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, 1e9f}) {
            if (preset == Preset.F32 && Float.isFinite(value)) {
                continue;
            }
            Path source =
                    new RandomModel(256, 512)
                            .spoil("blk.1.ffn_up.weight", value)
                            .write(folder.resolve("bad.gguf"));
            assertThatThrownBy(() -> quantize(source, target(), options(preset.name(), 2)))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("blk.1.ffn_up.weight")
                    .hasMessageContaining("row 1, column 3")
                    .hasMessageContaining(Float.toString(value));
            assertThat(names()).containsExactly("bad.gguf");
        }
    }

    @Test
    void stopsWhenToldTo() throws IOException {
        Path source = source();
        Files.writeString(target(), "before");
        assertThatThrownBy(() ->
                        Quantizer.quantize(
                                source,
                                target(),
                                options("Q4_0", 2),
                                (bytes, total) -> bytes < total / 2))
                .isInstanceOf(InvalidStateException.class);
        assertThat(names()).containsExactly("source.gguf", "target.gguf");
        assertThat(target()).hasContent("before");
    }

    @Test
    void doesNotWriteOverItsSource() throws IOException {
        Path source = source();
        byte[] before = Files.readAllBytes(source);
        assertThatThrownBy(() -> quantize(source, source, options("Q4_0", 1)))
                .isInstanceOf(ModelWriteException.class)
                .hasMessageContaining("choose another name");
        assertThat(Files.readAllBytes(source)).isEqualTo(before);
    }

    @Test
    void aFolderThatDoesNotExistIsTold() {
        Path source = source();
        assertThatThrownBy(() ->
                        quantize(
                                source,
                                folder.resolve("none").resolve("x.gguf"),
                                options("Q4_0", 1)))
                .isInstanceOf(ModelWriteException.class)
                .hasMessageContaining("its folder does not exist");
    }
}
