package dev.triglot.engine.convert;

import dev.triglot.engine.format.GgufFile;
import dev.triglot.engine.format.ModelFile;
import dev.triglot.engine.format.TensorSource;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.quant.BlockCodec;
import dev.triglot.engine.quant.BlockCodecs;
import dev.triglot.engine.quant.BlockEncoder;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import dev.triglot.engine.tensor.TensorData;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Which tensors are written, as what type, and how their rows become bytes. */
final class TensorPlan {
    /** Rows are converted in parts of about this many elements. */
    private static final int PART = 1 << 18;

    private static final Comparator<TensorKey> ORDER =
            Comparator.<TensorKey>comparingInt(key -> position(key.role()))
                    .thenComparingInt(TensorKey::layer)
                    .thenComparing(key -> key.role())
                    .thenComparing(key -> key.bias());

    private final @Nullable GgmlType wanted;

    /**
     * @param wanted type of matrices; null to keep each one's
     */
    TensorPlan(@Nullable GgmlType wanted) {
        this.wanted = wanted;
    }

    List<TensorSource> of(ModelDescription description, ModelFile model) {
        List<TensorSource> sources = new ArrayList<>();
        named(description, model).forEach((name, tensor) -> sources.add(source(name, tensor)));
        return sources;
    }

    /**
     * The tensors by GGUF's names: in the order of a GGUF file, else the embedding, the layers one
     * after the other, and what follows them.
     */
    static SequencedMap<String, Tensor> named(ModelDescription description, ModelFile model) {
        SequencedMap<String, Tensor> named = new LinkedHashMap<>();
        if (model instanceof GgufFile gguf) {
            gguf.tensors().forEach(tensor -> named.put(tensor.name(), tensor));
        } else {
            description.tensors().keySet().stream()
                    .sorted(ORDER)
                    .forEach(key ->
                            named.put(
                                    key.toString(),
                                    Objects.requireNonNull(description.tensors().get(key))));
        }
        return named;
    }

    private static int position(TensorRole role) {
        return role == TensorRole.TOKEN_EMBEDDING || role == TensorRole.ROPE_FREQUENCIES
                ? 0
                : role.perLayer() ? 1 : 2;
    }

    /** One tensor under a name. */
    TensorSource source(String name, Tensor tensor) {
        GgmlType type = typeOf(name, tensor);
        return new TensorSource(
                name,
                type,
                tensor.shape(),
                LegacyBlocks.successor(tensor.type()) == type
                        ? sink -> rearrange(tensor, sink)
                        : type == tensor.type()
                                ? sink -> copy(tensor, sink)
                                : sink -> recode(tensor, type, sink));
    }

    /** As llama.cpp's converter decides: vectors and norms are F32. */
    private GgmlType typeOf(String name, Tensor tensor) {
        boolean vector = tensor.shape().dimensions().length == 1;
        if (!BlockCodecs.supports(tensor.type())) {
            return tensor.type();
        }
        if (vector || name.endsWith("_norm.weight")) {
            return GgmlType.F32;
        }
        if (wanted == null) {
            return exact(tensor.type());
        }
        return tensor.columns() % wanted.blockSize() == 0 ? wanted : GgmlType.F16;
    }

    /** The type that holds the same numbers: where GGUF has no such blocks, single floats. */
    private static GgmlType exact(GgmlType type) {
        if (type.inGguf()) {
            return type;
        }
        GgmlType successor = LegacyBlocks.successor(type);
        return successor == null ? GgmlType.F32 : successor;
    }

    private static void rearrange(Tensor tensor, TensorSource.Sink sink) {
        for (int row = 0; row < tensor.rows(); row++) {
            sink.write(LegacyBlocks.rearrange(tensor.type(), tensor.row(row)));
        }
    }

    private static void copy(Tensor tensor, TensorSource.Sink sink) {
        if (tensor.content() instanceof TensorData.Whole(MemorySegment segment)) {
            sink.write(segment);
            return;
        }
        long rowBytes = tensor.type().rowBytes(tensor.columns());
        int rowsAtOnce = rowsAtOnce(tensor);
        byte[] part = new byte[Math.toIntExact(rowsAtOnce * rowBytes)];
        MemorySegment bytes = MemorySegment.ofArray(part);
        for (int row = 0; row < tensor.rows(); row += rowsAtOnce) {
            int n = Math.min(rowsAtOnce, tensor.rows() - row);
            for (int i = 0; i < n; i++) {
                MemorySegment.copy(tensor.row(row + i), 0, bytes, i * rowBytes, rowBytes);
            }
            sink.write(bytes.asSlice(0, n * rowBytes));
        }
    }

    private static void recode(Tensor tensor, GgmlType type, TensorSource.Sink sink) {
        BlockCodec from = BlockCodecs.of(tensor.type());
        BlockEncoder to = BlockCodecs.encoder(type);
        int columns = tensor.columns();
        long rowBytes = type.rowBytes(columns);
        int rowsAtOnce = rowsAtOnce(tensor);
        float[] values = new float[columns];
        MemorySegment bytes =
                MemorySegment.ofArray(new byte[Math.toIntExact(rowsAtOnce * rowBytes)]);
        for (int row = 0; row < tensor.rows(); row += rowsAtOnce) {
            int n = Math.min(rowsAtOnce, tensor.rows() - row);
            for (int i = 0; i < n; i++) {
                from.dequantize(tensor.row(row + i), 0, values, 0, columns);
                to.quantize(values, 0, bytes, (long) i * columns, columns);
            }
            sink.write(bytes.asSlice(0, n * rowBytes));
        }
    }

    private static int rowsAtOnce(Tensor tensor) {
        return Math.clamp(PART / tensor.columns(), 1, tensor.rows());
    }

    /** The type that most elements of matrices have. */
    static GgmlType mainType(List<TensorSource> tensors) {
        Map<GgmlType, Long> elements = new EnumMap<>(GgmlType.class);
        for (TensorSource tensor : tensors) {
            if (tensor.shape().rows() > 1) {
                elements.merge(tensor.type(), tensor.shape().elements(), Long::sum);
            }
        }
        return elements.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(GgmlType.F32);
    }
}
