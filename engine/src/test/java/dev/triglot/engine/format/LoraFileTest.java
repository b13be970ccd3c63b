package dev.triglot.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.TriglotException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.model.LoraDescription;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.tensor.GgmlType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraFileTest {
    private static final String Q = "blk.0.attn_q.weight";

    @TempDir private Path folder;

    static GgufBuilder keys() {
        return new GgufBuilder()
                .text("general.type", "adapter")
                .text("general.architecture", "llama")
                .text("adapter.type", "lora")
                .float32("adapter.lora.alpha", 6);
    }

    static GgufBuilder pair(GgufBuilder builder) {
        return builder.tensor(Q + ".lora_a", GgmlType.F32, 8, 3)
                .tensor(Q + ".lora_b", GgmlType.F32, 3, 8);
    }

    private LoraDescription read(GgufBuilder builder) {
        try {
            Path path = Files.write(folder.resolve("adapter.gguf"), builder.build());
            return LoraFile.use(path, description -> description);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void readsPairs() {
        LoraDescription adapter = read(pair(keys()));
        assertThat(adapter.architecture()).isEqualTo("llama");
        assertThat(adapter.pairs()).containsOnlyKeys(TensorKey.weight(TensorRole.ATTENTION_Q, 0));
        LoraDescription.Pair pair = adapter.pairs().values().iterator().next();
        assertThat(pair.rank()).isEqualTo(3);
        assertThat(pair.scale()).isEqualTo(2);
        assertThat(adapter.warnings()).isEmpty();
    }

    @Test
    void withoutAlphaTheProductIsNotScaled() {
        GgufBuilder builder =
                new GgufBuilder()
                        .text("general.type", "adapter")
                        .text("general.architecture", "llama")
                        .text("adapter.type", "lora");
        LoraDescription adapter = read(pair(builder));
        assertThat(adapter.pairs().values().iterator().next().scale()).isEqualTo(1);
        assertThat(adapter.warnings()).hasSize(1).first().asString().contains("adapter.lora.alpha");
    }

    @Test
    void namesWhatIsWrong() {
        refused(
                ModelFormatException.class,
                "is a model (GGUF v3), no adapter",
                b -> pair(TestModels.llama()));
        refused(ModelFormatException.class, "no tensors", b -> b);
        refused(
                ModelFormatException.class,
                "no factor B beside",
                b -> b.tensor(Q + ".lora_a", GgmlType.F32, 8, 3));
        refused(
                ModelFormatException.class,
                "no factor A beside",
                b -> b.tensor(Q + ".lora_b", GgmlType.F32, 3, 8));
        refused(
                ModelFormatException.class,
                "rank 3, its partner shape 2 x 8 and so rank 2",
                b ->
                        b.tensor(Q + ".lora_a", GgmlType.F32, 8, 3)
                                .tensor(Q + ".lora_b", GgmlType.F32, 2, 8));
        refused(
                ModelFormatException.class,
                "no matrix",
                b ->
                        b.tensor(Q + ".lora_a", GgmlType.F32, 8, 3, 2)
                                .tensor(Q + ".lora_b", GgmlType.F32, 3, 8));
        refused(
                ModelFormatException.class,
                "no factor of a weight",
                b -> pair(b).tensor("blk.0.unknown.weight.lora_a", GgmlType.F32, 8, 3));
        refused(
                ModelFormatException.class,
                "no factor of a weight",
                b -> pair(b).tensor("blk.0.attn_q.bias.lora_a", GgmlType.F32, 8, 3));
        refused(
                ModelFormatException.class,
                "no factor of a weight",
                b -> pair(b).tensor(".lora_a", GgmlType.F32, 8, 3));
    }

    @Test
    void namesWhatCannotBeUsed() {
        GgufBuilder other =
                new GgufBuilder()
                        .text("general.type", "adapter")
                        .text("general.architecture", "llama")
                        .text("adapter.type", "control_vector");
        refused(UnsupportedModelException.class, "control_vector", b -> pair(other));
        refused(
                UnsupportedModelException.class,
                "switched on by tokens",
                b -> pair(b.ints("adapter.alora.invocation_tokens", 1, 2)));
        refused(
                ModelFormatException.class,
                "adapter.lora.alpha",
                b ->
                        pair(
                                new GgufBuilder()
                                        .text("general.type", "adapter")
                                        .text("general.architecture", "llama")
                                        .text("adapter.type", "lora")
                                        .float32("adapter.lora.alpha", Float.NaN)));
    }

    @Test
    void anAdapterIsNoModel() throws IOException {
        Path path = Files.write(folder.resolve("adapter.gguf"), pair(keys()).build());
        try (ModelFile file = ModelFile.open(path)) {
            assertThatThrownBy(file::description)
                    .isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContaining("adapter.gguf: this is an adapter, not a model");
        }
    }

    private void refused(
            Class<? extends TriglotException> type,
            String message,
            UnaryOperator<GgufBuilder> change) {
        assertThatThrownBy(() -> read(change.apply(keys())))
                .isInstanceOf(type)
                .hasMessageContaining("adapter.gguf")
                .hasMessageContaining(message);
    }
}
