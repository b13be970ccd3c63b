package dev.triglot.engine.quantize;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.quant.BlockCodecs;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** Looks for elements that cannot be written: NaN, infinite, or too large for the type. */
final class FiniteRows {
    /** Beyond this, scales in half precision would be infinite. */
    private static final float LARGEST_HALF = 65504;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final Path file;
    private final Tensor tensor;
    private final float limit;

    /**
     * @param file for messages
     * @param type what the tensor becomes
     */
    FiniteRows(Path file, Tensor tensor, GgmlType type) {
        this.file = file;
        this.tensor = tensor;
        boolean wide = type == GgmlType.F32 || type == GgmlType.BF16 || type == tensor.type();
        this.limit = wide ? Float.MAX_VALUE : LARGEST_HALF;
    }

    /**
     * Checks the values of a row.
     *
     * @throws ModelFormatException if one cannot be written
     */
    void check(float[] values, int offset, int row) {
        int columns = tensor.columns();
        int outside = 0;
        for (int i = offset; i < offset + columns; i++) {
            // Written so that NaN is outside too.
            outside += Math.abs(values[i]) <= limit ? 0 : 1;
        }
        if (outside == 0) {
            return;
        }
        for (int i = 0; i < columns; i++) {
            float value = values[offset + i];
            if (!(Math.abs(value) <= limit)) {
                throw new ModelFormatException(
                        file,
                        "tensor " + tensor.name(),
                        "row %d, column %d is %s, which cannot be quantized: the model is damaged, or too large in magnitude for half precision (bf16 would do)"
                                .formatted(row, i, value));
            }
        }
    }

    /**
     * Checks the floats of a row that stay as they are; blocks of quants are taken on trust.
     *
     * @throws ModelFormatException if one is NaN or infinite
     */
    void check(MemorySegment bytes, int row) {
        boolean finite =
                switch (tensor.type()) {
                    case F32 -> allFinite(bytes, 0x7F80_0000_7F80_0000L, 0x0080_0000_0080_0000L);
                    case F16 -> allFinite(bytes, 0x7C00_7C00_7C00_7C00L, 0x0400_0400_0400_0400L);
                    case BF16 -> allFinite(bytes, 0x7F80_7F80_7F80_7F80L, 0x0080_0080_0080_0080L);
                    default -> true;
                };
        if (!finite) {
            float[] values = new float[tensor.columns()];
            BlockCodecs.of(tensor.type()).dequantize(bytes, 0, values, 0, values.length);
            check(values, 0, row);
        }
    }

    /**
     * Looks at several floats at once: an exponent of all ones carries into the sign's place.
     *
     * @param exponents the bits of all exponents
     * @param lowest the lowest of each
     * @return whether all are finite; false too where a row's end fills no word
     */
    private static boolean allFinite(MemorySegment bytes, long exponents, long lowest) {
        long whole = bytes.byteSize() / Long.BYTES * Long.BYTES;
        long carries = 0;
        for (long at = 0; at < whole; at += Long.BYTES) {
            carries |= (bytes.get(LONG, at) & exponents) + lowest;
        }
        long signs = ~exponents & (exponents << 1);
        return (carries & signs) == 0 && whole == bytes.byteSize();
    }
}
