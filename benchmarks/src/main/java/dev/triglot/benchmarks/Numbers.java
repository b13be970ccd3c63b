package dev.triglot.benchmarks;

import dev.triglot.engine.quant.BlockCodecs;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Shape;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/** Normal values from a seed. */
final class Numbers {
    private final Random random = new Random(11);

    float[] normals(int n) {
        float[] values = new float[n];
        fill(values, n);
        return values;
    }

    void fill(float[] values, int n) {
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
    }

    /** A matrix [rows, columns] of normal values, rounded to the type. */
    Tensor tensor(GgmlType type, int rows, int columns) {
        MemorySegment blocks =
                MemorySegment.ofArray(new byte[Math.toIntExact(rows * type.rowBytes(columns))]);
        BlockCodecs.encoder(type).quantize(normals(rows * columns), 0, blocks, 0, rows * columns);
        return new Tensor("random", type, new Shape(columns, rows), 0, blocks);
    }
}
