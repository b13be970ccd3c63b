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

    private static GgufBuilder keys() {
        return new GgufBuilder()
                .text("general.type", "adapter")
                .text("general.architecture", "llama")
                .text("adapter.type", "lora")
                .float32("adapter.lora.alpha", 6);
    }

    private static GgufBuilder pair(GgufBuilder builder) {
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
        assertThat(adapter.scale(pair)).isEqualTo(2);
    }

    @Test
    void withoutAlphaTheProductIsNotScaled() {
        GgufBuilder builder =
                new GgufBuilder()
                        .text("general.type", "adapter")
                        .text("general.architecture", "llama")
                        .text("adapter.type", "lora");
        LoraDescription adapter = read(pair(builder));
        assertThat(adapter.scale(adapter.pairs().values().iterator().next())).isEqualTo(1);
    }

    @Test
    void namesWhatIsWrong() {
        refused(ModelFormatException.class, "no adapter", b -> pair(TestModels.llama()));
        refused(ModelFormatException.class, "no tensors", b -> b);
        refused(
                ModelFormatException.class,
                "no .lora_b beside",
                b -> b.tensor(Q + ".lora_a", GgmlType.F32, 8, 3));
        refused(
                ModelFormatException.class,
                "no .lora_a beside",
                b -> b.tensor(Q + ".lora_b", GgmlType.F32, 3, 8));
        refused(
                ModelFormatException.class,
                "rank 3, its partner 2",
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
