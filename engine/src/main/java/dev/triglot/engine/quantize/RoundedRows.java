package dev.triglot.engine.quantize;

import dev.triglot.engine.format.TensorSource;
import dev.triglot.engine.quant.BlockCodec;
import dev.triglot.engine.quant.BlockCodecs;
import dev.triglot.engine.quant.BlockEncoder;
import dev.triglot.engine.quant.Rounding;
import dev.triglot.engine.quant.SixteenBits;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Rows that are rounded to another type. */
final class RoundedRows implements RowWriter {
    private static final int CACHE_LINE = 64;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Tensor tensor;
    private final int columns;
    private final BlockCodec from;
    private final BlockEncoder to;
    private final float @Nullable [] importance;
    private final Rounding rounding;
    private final FiniteRows finite;
    private final TensorSource.Sink sink;
    private final float[] values;
    private final short[] shorts;
    private final MemorySegment blocks;
    private final long rowBytes;

    /**
     * @param importance a weight for each column, or null
     * @param most how many rows are written at once
     */
    RoundedRows(
            Tensor tensor,
            GgmlType type,
            float @Nullable [] importance,
            Rounding rounding,
            FiniteRows finite,
            TensorSource.Sink sink,
            int most,
            Arena arena) {
        this.tensor = tensor;
        this.columns = tensor.columns();
        this.from = BlockCodecs.of(tensor.type());
        this.to = BlockCodecs.encoder(type);
        this.importance = importance == null ? null : repeat(importance, most);
        this.rounding = rounding;
        this.finite = finite;
        this.sink = sink;
        this.values = new float[most * columns];
        this.shorts = new short[columns];
        this.rowBytes = type.rowBytes(columns);
        this.blocks = arena.allocate(most * rowBytes, CACHE_LINE);
    }

    private static float[] repeat(float[] row, int times) {
        float[] repeated = new float[row.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(row, 0, repeated, i * row.length, row.length);
        }
        return repeated;
    }

    @Override
    public void write(int first, int n) {
        for (int i = 0; i < n; i++) {
            read(tensor.row(first + i), i * columns);
            finite.check(values, i * columns, first + i);
        }
        to.quantize(values, importance, rounding, 0, blocks, 0, n * columns);
        sink.write(first * rowBytes, blocks.asSlice(0, n * rowBytes));
    }

    private void read(MemorySegment row, int at) {
        if (from instanceof SixteenBits halves) {
            MemorySegment.copy(row, SHORT, 0, shorts, 0, columns);
            halves.widen(shorts, values, at, columns);
        } else {
            from.dequantize(row, 0, values, at, columns);
        }
    }
}
