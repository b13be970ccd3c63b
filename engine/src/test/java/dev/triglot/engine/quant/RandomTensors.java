package dev.triglot.engine.quant;

import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Shape;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/**
 * Weight matrices of every supported type, from a seed: normal values rounded to the type where it
 * can be written, else random blocks with scales of a sane size and both signs.
 */
public final class RandomTensors {
    private static final float SCALE = 0.01f;

    private RandomTensors() {}

    /** A matrix [rows, columns]; columns is a multiple of the type's block size. */
    public static Tensor of(GgmlType type, int rows, int columns, long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[Math.toIntExact(rows * type.rowBytes(columns))];
        MemorySegment blocks = MemorySegment.ofArray(bytes);
        if (BlockCodecs.of(type) instanceof BlockEncoder encoder) {
            float[] values = new float[rows * columns];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            encoder.quantize(values, 0, blocks, 0, values.length);
        } else {
            random.nextBytes(bytes);
            for (int at = 0; at < bytes.length; at += type.blockBytes()) {
                for (int field : scaleFields(type)) {
                    float sign = random.nextBoolean() ? 1 : -1;
                    float scale = SCALE * (0.5f + random.nextFloat());
                    if (hasSingleScales(type)) {
                        blocks.set(LittleEndian.FLOAT, at + field, sign * scale);
                    } else {
                        LittleEndian.putF16(blocks, at + field, sign * scale);
                    }
                }
            }
        }
        return new Tensor("random", type, new Shape(columns, rows), 0, blocks);
    }

    private static boolean hasSingleScales(GgmlType type) {
        return switch (type) {
            case Q4_0_V0, Q4_0_V1, Q4_1_V0, Q4_1_V1, Q8_0_V0 -> true;
            default -> false;
        };
    }

    /** Offsets of a block's f16 or f32 fields, where random bits could be NaN or infinite. */
    private static int[] scaleFields(GgmlType type) {
        return switch (type) {
            case Q2_K -> new int[] {Q2_K.SCALE, Q2_K.MIN};
            case Q3_K -> new int[] {Q3_K.SCALE};
            case Q4_K -> new int[] {Q4_K.SCALE, Q4_K.MIN};
            case Q5_K -> new int[] {Q5_K.SCALE, Q5_K.MIN};
            case Q6_K -> new int[] {Q6_K.SCALE};
            case IQ4_NL -> new int[] {IQ4_NL.SCALE};
            case IQ4_XS -> new int[] {IQ4_XS.SCALE};
            case Q4_0_V0, Q4_0_V1, Q8_0_V0, Q5_0_V0 -> new int[] {0};
            case Q4_1_V0, Q4_1_V1 -> new int[] {0, 4};
            case Q4_2 -> new int[] {0, 10};
            case Q4_3 -> new int[] {0, 2, 12, 14};
            case Q5_1_V0 -> new int[] {0, 2};
            default -> throw new IllegalArgumentException("name the f16 fields of " + type);
        };
    }
}
