package dev.triglot.engine.convert;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.format.MetadataValue;
import dev.triglot.engine.format.TensorSource;
import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.LoraDescription;
import dev.triglot.engine.model.LoraDescription.Pair;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.quant.BlockCodec;
import dev.triglot.engine.quant.BlockCodecs;
import dev.triglot.engine.quant.BlockEncoder;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of an adapter is written to GGUF, in the form that llama.cpp reads: one alpha for all pairs.
 * A pair whose own scale differs from alpha / rank has the rest multiplied into its second factor,
 * which is F32 then.
 */
final class AdapterConverter {
    private final LoraDescription adapter;
    private final TensorPlan plan;
    private final float alpha;
    private final List<String> warnings;

    /**
     * Prepares, and checks the adapter against its model.
     *
     * @param base the model; null where it is not known
     * @throws InvalidArgumentException if the model is needed
     * @throws ModelFormatException if a factor does not fit the model
     */
    AdapterConverter(
            LoraDescription read, @Nullable ModelDescription base, @Nullable GgmlType wanted) {
        this.warnings = new ArrayList<>(read.warnings());
        this.adapter = base == null ? withoutModel(read) : checked(read, base);
        this.plan = new TensorPlan(wanted);
        Pair first = adapter.pairs().values().iterator().next();
        this.alpha = first.scale() * first.rank();
    }

    private static LoraDescription withoutModel(LoraDescription adapter) {
        if (adapter.isOutOfOrder()) {
            throw new InvalidArgumentException(
                    "%s: the adapter changes queries or keys, whose rows are in another order in GGUF, by the heads of its model: name the model too (--base), as a checkpoint's folder or a file"
                            .formatted(adapter.file()));
        }
        return adapter;
    }

    private LoraDescription checked(LoraDescription read, ModelDescription base) {
        read.requireArchitecture(base.file().toString(), base.architecture());
        read.pairs().forEach((weight, pair) -> check(read, weight, pair, base));
        Hyperparameters h = base.hyperparameters();
        return h == null ? withoutModel(read) : read.inOrder(h.keyLength());
    }

    private void check(LoraDescription read, TensorKey weight, Pair pair, ModelDescription base) {
        Tensor changed = base.tensors().get(weight);
        if (changed == null && weight.role() == TensorRole.OUTPUT) {
            changed = base.tensors().get(TensorKey.weight(TensorRole.TOKEN_EMBEDDING, 0));
            warnings.add(
                    "the model's head is its embedding: llama.cpp does not load adapters of its head");
        }
        if (changed == null) {
            throw new UnsupportedModelException(
                    "%s: the adapter changes %s, which %s does not have"
                            .formatted(read.file(), weight, base.file()));
        }
        read.requireShape(weight, pair, "weight", changed.columns(), changed.rows());
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    Map<String, MetadataValue> keys() {
        Map<String, MetadataValue> keys = new LinkedHashMap<>();
        keys.put("general.architecture", MetadataValue.text(adapter.architecture()));
        keys.put("general.type", MetadataValue.text("adapter"));
        keys.put("general.name", MetadataValue.text(adapter.name()));
        keys.put("adapter.type", MetadataValue.text("lora"));
        keys.put("adapter.lora.alpha", MetadataValue.float32(alpha));
        return keys;
    }

    List<TensorSource> tensors() {
        List<TensorSource> sources = new ArrayList<>();
        adapter.pairs()
                .forEach((weight, pair) -> {
                    sources.add(plan.source(weight + ".lora_a", pair.a()));
                    String b = weight + ".lora_b";
                    float written = alpha == 0 ? 1 : alpha / pair.rank();
                    sources.add(
                            written == pair.scale()
                                    ? plan.source(b, pair.b())
                                    : scaled(b, pair.b(), pair.scale() / written));
                });
        return sources;
    }

    private static TensorSource scaled(String name, Tensor tensor, float factor) {
        return new TensorSource(
                name, GgmlType.F32, tensor.shape(), sink -> write(tensor, factor, sink));
    }

    private static void write(Tensor tensor, float factor, TensorSource.Sink sink) {
        BlockCodec from = BlockCodecs.of(tensor.type());
        BlockEncoder to = BlockCodecs.encoder(GgmlType.F32);
        int columns = tensor.columns();
        float[] values = new float[columns];
        MemorySegment bytes = MemorySegment.ofArray(new byte[Float.BYTES * columns]);
        for (int row = 0; row < tensor.rows(); row++) {
            from.dequantize(tensor.row(row), 0, values, 0, columns);
            for (int c = 0; c < columns; c++) {
                values[c] *= factor;
            }
            to.quantize(values, 0, bytes, 0, columns);
            sink.write(bytes);
        }
    }
}
