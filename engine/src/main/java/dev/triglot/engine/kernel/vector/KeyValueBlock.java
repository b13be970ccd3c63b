package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;

import dev.triglot.engine.kernel.KeyValueType;
import dev.triglot.engine.kernel.Scratch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/**
 * Reads a block of keys or values as floats. The loops that convert are plain ones over arrays,
 * which the compiler vectorizes.
 */
final class KeyValueBlock {
    /** Positions that are read together. */
    static final int POSITIONS = KeyValueType.POSITIONS;

    private KeyValueBlock() {}

    /** Keys of a block: [width][POSITIONS] to out. */
    static void keys(
            MemorySegment keys,
            KeyValueType type,
            int block,
            int width,
            float[] out,
            Scratch scratch) {
        long at = (long) block * type.blockBytes(width);
        elements(keys, type, at, width * POSITIONS, out, scratch);
        int groups = type.groups(width);
        if (groups > 0) {
            long scalesAt = at + (long) width * POSITIONS;
            float[] scales = scales(keys, scalesAt, groups * POSITIONS, scratch);
            for (int i = 0; i < width; i++) {
                multiply(out, i * POSITIONS, scales, i / KeyValueType.GROUP * POSITIONS);
            }
        }
    }

    /** Rows [from, to) of a block of values: [to - from][stride] to out; row ends are undefined. */
    static void values(
            MemorySegment values,
            KeyValueType type,
            int block,
            int from,
            int to,
            int width,
            int stride,
            float[] out,
            Scratch scratch) {
        long at = (long) block * type.blockBytes(width);
        int n = to - from;
        int skip = from * width * type.elementBytes();
        elements(values, type, at + skip, n * width, out, scratch);
        int groups = type.groups(width);
        if (groups > 0) {
            long scalesAt = at + (long) width * POSITIONS + (long) from * groups * Short.BYTES;
            float[] scales = scales(values, scalesAt, n * groups, scratch);
            for (int i = 0; i < n; i++) {
                for (int g = 0; g < groups; g++) {
                    int first = g * KeyValueType.GROUP;
                    int last = Math.min(width, first + KeyValueType.GROUP);
                    multiply(out, i * width + first, last - first, scales[i * groups + g]);
                }
            }
        }
        if (stride != width) {
            // The last row first: rows move to where later ones have been.
            for (int i = n - 1; i > 0; i--) {
                System.arraycopy(out, i * width, out, i * stride, width);
            }
        }
    }

    private static void elements(
            MemorySegment from, KeyValueType type, long at, int n, float[] out, Scratch scratch) {
        switch (type) {
            case F32 -> MemorySegment.copy(from, Lanes.FLOAT, at, out, 0, n);
            case F16 -> halves(from, at, n, out, scratch);
            case Q8_0 -> {
                byte[] codes = scratch.bytes(n);
                MemorySegment.copy(from, ValueLayout.JAVA_BYTE, at, codes, 0, n);
                bytesToFloats(codes, out, n);
            }
        }
    }

    private static float[] scales(MemorySegment from, long at, int n, Scratch scratch) {
        float[] scales = scratch.scales(n);
        halves(from, at, n, scales, scratch);
        return scales;
    }

    private static void halves(MemorySegment from, long at, int n, float[] out, Scratch scratch) {
        short[] halves = scratch.shorts(n);
        MemorySegment.copy(from, Lanes.SHORT, at, halves, 0, n);
        halvesToFloats(halves, out, n);
    }

    private static void halvesToFloats(short[] halves, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Float.float16ToFloat(halves[i]);
        }
    }

    private static void bytesToFloats(byte[] bytes, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = bytes[i];
        }
    }

    /** A row of a block of keys times the scales of its positions. */
    private static void multiply(float[] x, int at, float[] scales, int scalesAt) {
        for (int i = 0; i < POSITIONS; i += FL) {
            FloatVector.fromArray(F, x, at + i)
                    .mul(FloatVector.fromArray(F, scales, scalesAt + i))
                    .intoArray(x, at + i);
        }
    }

    private static void multiply(float[] x, int at, int n, float scale) {
        for (int i = at; i < at + n; i++) {
            x[i] *= scale;
        }
    }
}
