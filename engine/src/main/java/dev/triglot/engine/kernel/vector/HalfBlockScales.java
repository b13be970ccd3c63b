package dev.triglot.engine.kernel.vector;

import dev.triglot.engine.kernel.Scratch;
import java.lang.foreign.MemorySegment;

/**
 * The scales of a block of 32 columns that is two blocks of 16.
 *
 * @param half of one of the two
 * @param halfBytes bytes of one of the two in the file
 */
record HalfBlockScales(Scales half, int halfBytes) implements Scales {
    @Override
    public int lines() {
        return 2 * half.lines();
    }

    @Override
    public boolean affine() {
        return half.affine();
    }

    @Override
    public void pack(MemorySegment data, long at, MemorySegment group, long to) {
        half.pack(data, at, group, to);
        half.pack(data, at + halfBytes, group, to + (long) half.lines() * Group.LINE);
    }

    @Override
    public void unpack(MemorySegment group, int at, int blocks, float[] out, int minsAt) {
        half.unpack(group, at, 2 * blocks, out, minsAt);
    }

    @Override
    public void add(
            MemorySegment lines,
            int at,
            int blocks,
            short[] exact,
            QuantizedInput x,
            int unit,
            float[] sums,
            int to,
            int minsTo,
            Scratch scratch) {
        half.add(lines, at, 2 * blocks, exact, x, unit, sums, to, minsTo, scratch);
    }
}
