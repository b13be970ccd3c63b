package dev.triglot.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.quant.BlockCodecs;
import dev.triglot.engine.quant.BlockEncoder;
import dev.triglot.engine.runtime.WorkerPool;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Shape;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiniteScanTest {
    private static final int ROWS = 7;

    /** More than is looked at in one go, so that a fault may lie in the second part. */
    private static final int COLUMNS = 4096 + 512;

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final short INFINITE = 0x7c00;
    private static final short NAN = 0x7e01;

    private static Tensor finite(GgmlType type) {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[ROWS * COLUMNS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-3, 3);
        }
        MemorySegment data =
                MemorySegment.ofArray(new byte[Math.toIntExact(ROWS * type.rowBytes(COLUMNS))]);
        ((BlockEncoder) BlockCodecs.of(type)).quantize(values, 0, data, 0, values.length);
        return new Tensor("t", type, new Shape(COLUMNS, ROWS), 0, data);
    }

    /**
     * Two bytes of a scale in the last block of two rows: bf16 and f16 agree that it is no number.
     */
    @ParameterizedTest
    @CsvSource({
        "F16, 0", "Q4_0, 0", "Q4_1, 0", "Q4_1, 2", "Q5_0, 0", "Q5_1, 0", "Q5_1, 2", "Q8_0, 0"
    })
    void scalesThatAreNoNumbersAreFound(GgmlType type, int offsetInBlock) {
        try (WorkerPool pool = new WorkerPool(2)) {
            Tensor tensor = finite(type);
            assertThat(FiniteScan.of(tensor, pool)).isNull();
            long block = type.rowBytes(type.blockSize());
            long rowBytes = type.rowBytes(COLUMNS);
            for (int row : List.of(3, 5)) {
                long last = (row + 1) * rowBytes - block + offsetInBlock;
                tensor.data().set(SHORT, last, row == 3 ? NAN : INFINITE);
            }
            assertThat(FiniteScan.of(tensor, pool))
                    .isEqualTo(new FiniteScan.Fault(3, COLUMNS - type.blockSize(), 2));
        }
    }

    @Test
    void singleWeightsAreFound() {
        try (WorkerPool pool = new WorkerPool(1)) {
            for (float wrong :
                    new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                Tensor tensor = finite(GgmlType.F32);
                long at = Float.BYTES * (6L * COLUMNS + 4099);
                tensor.data().set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, wrong);
                assertThat(FiniteScan.of(tensor, pool)).isEqualTo(new FiniteScan.Fault(6, 4099, 1));
                tensor.data().set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, Float.MAX_VALUE);
                assertThat(FiniteScan.of(tensor, pool)).isNull();
            }
        }
    }
}
