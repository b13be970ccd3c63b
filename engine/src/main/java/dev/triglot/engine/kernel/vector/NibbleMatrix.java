package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.FL;
import static dev.triglot.engine.kernel.vector.Lanes.I;
import static dev.triglot.engine.kernel.vector.Lanes.LE;
import static dev.triglot.engine.kernel.vector.Lanes.PAIR;
import static dev.triglot.engine.kernel.vector.Lanes.S;
import static dev.triglot.engine.kernel.vector.Lanes.SL;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import dev.triglot.engine.kernel.Activations;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * Weights of four bits: Q4_0, Q4_1, Q4_K.
 *
 * <p>A group is one short lane per row. Per block of 32 columns it has eight vectors, whose lanes hold four nibbles of their
 * row, then the rows' scales and, for types that have them, minimums in half precision. The two groups of a pair alternate
 * block by block, so that a matrix is one sequential stream.
 *
 * <p>Decoding sums the products of nibbles and 8-bit activations in shorts, exactly: a block's sum of (nibble - 8) * x is at
 * most 8 * 127 * 32 = 32512.
 */
final class NibbleMatrix extends PackedMatrix {
    private static final int BLOCK = QuantizedInput.BLOCK;

    /** Vectors of nibbles per block. */
    private static final int VECTORS = BLOCK / 4;

    private static final int VECTOR_BYTES = 2 * SL;
    private static final int SCALES = VECTORS * VECTOR_BYTES;
    private static final int MINS = SCALES + VECTOR_BYTES;

    private final MemorySegment packed;
    private final int blocks;
    private final boolean affine;

    /** Bytes of one group's block. */
    private final int blockBytes;

    NibbleMatrix(Tensor weights, Arena arena) {
        super(weights.type(), weights.rows(), weights.columns());
        NibbleSource source = NibbleSource.of(weights);
        blocks = columns / BLOCK;
        affine = source.affine();
        blockBytes = affine ? MINS + VECTOR_BYTES : MINS;
        int pairs = (rows + PAIR - 1) / PAIR;
        packed = arena.allocate((long) pairs * pairBytes(), 64);
        for (int pair = 0; pair < pairs; pair++) {
            pack(source, pair);
        }
    }

    private long pairBytes() {
        return 2L * blocks * blockBytes;
    }

    private void pack(NibbleSource source, int pair) {
        MemorySegment to = packed.asSlice(pair * pairBytes(), pairBytes());
        if ((pair + 1) * PAIR > rows) {
            to.fill((byte) 0);
        }
        for (int i = 0; i < PAIR && pair * PAIR + i < rows; i++) {
            int lane = Lanes.lane(i % SL) * 2;
            for (int b = 0; b < blocks; b++) {
                long at = (2L * b + i / SL) * blockBytes + lane;
                source.block(pair * PAIR + i, b);
                for (int j = 0; j < VECTORS; j++) {
                    to.set(NibbleSource.SHORT, at + j * VECTOR_BYTES, source.nibbles(j));
                }
                to.set(NibbleSource.SHORT, at + SCALES, source.scale());
                if (affine) {
                    to.set(NibbleSource.SHORT, at + MINS, source.min());
                }
            }
        }
    }

    @Override
    public long packedBytes() {
        return packed.byteSize();
    }

    @Override
    Object decodeForm() {
        return QuantizedInput.FORM;
    }

    @Override
    void prepareDecode(Activations x, int tokenFrom, int tokenTo) {
        QuantizedInput.prepare(x, tokenFrom, tokenTo);
    }

    @Override
    void decode(int pair, Activations x, int token, float[] y) {
        MemorySegment from = packed.asSlice(pair * pairBytes(), pairBytes());
        QuantizedInput in = QuantizedInput.of(x);
        if (affine) {
            decodeAffine(from, blocks, in, token * blocks, y);
        } else {
            decodeSymmetric(from, blocks, in, token * blocks, y);
        }
    }

    /** Two groups at once: one alone waits for its own multiplications, three do not fit the registers. */
    private static void decodeSymmetric(MemorySegment pair, int blocks, QuantizedInput in, int firstBlock, float[] y) {
        int[] a = in.coefficients;
        FloatVector f00 = FloatVector.zero(Lanes.F);
        FloatVector f01 = f00;
        FloatVector f10 = f00;
        FloatVector f11 = f00;
        int p = firstBlock * BLOCK;
        for (int b = 0; b < blocks; b++) {
            MemorySegment w = pair.asSlice(2L * b * MINS, 2L * MINS);
            ShortVector s0 = IntVector.broadcast(I, in.zeroPoints[firstBlock + b]).reinterpretAsShorts();
            ShortVector s1 = s0;
            for (int j = 0; j < VECTORS; j++, p += 4) {
                ShortVector v0 = ShortVector.fromMemorySegment(S, w, (long) (j * VECTOR_BYTES), LE);
                ShortVector v1 = ShortVector.fromMemorySegment(S, w, (long) (j * VECTOR_BYTES + MINS), LE);
                ShortVector c = IntVector.broadcast(I, a[p]).reinterpretAsShorts();
                s0 = s0.add(v0.mul(c));
                s1 = s1.add(v1.mul(c));
                c = IntVector.broadcast(I, a[p + 1]).reinterpretAsShorts();
                v0 = v0.lanewise(LSHR, 4);
                s0 = s0.add(v0.mul(c));
                v1 = v1.lanewise(LSHR, 4);
                s1 = s1.add(v1.mul(c));
                c = IntVector.broadcast(I, a[p + 2]).reinterpretAsShorts();
                v0 = v0.lanewise(LSHR, 4);
                s0 = s0.add(v0.mul(c));
                v1 = v1.lanewise(LSHR, 4);
                s1 = s1.add(v1.mul(c));
                c = IntVector.broadcast(I, a[p + 3]).reinterpretAsShorts();
                v0 = v0.lanewise(LSHR, 4);
                s0 = s0.add(v0.mul(c));
                v1 = v1.lanewise(LSHR, 4);
                s1 = s1.add(v1.mul(c));
            }
            FloatVector d = FloatVector.broadcast(Lanes.F, in.scales[firstBlock + b]);
            IntVector i = s0.reinterpretAsInts();
            IntVector h = IntVector.fromMemorySegment(I, w, SCALES, LE);
            f00 = even(i).mul(Half.even(h)).fma(d, f00);
            f01 = odd(i).mul(Half.odd(h)).fma(d, f01);
            i = s1.reinterpretAsInts();
            h = IntVector.fromMemorySegment(I, w, SCALES + MINS, LE);
            f10 = even(i).mul(Half.even(h)).fma(d, f10);
            f11 = odd(i).mul(Half.odd(h)).fma(d, f11);
        }
        f00.intoArray(y, 0);
        f01.intoArray(y, FL);
        f10.intoArray(y, 2 * FL);
        f11.intoArray(y, 3 * FL);
    }

    /** As above, plus the zero point that was taken off, plus the minimum times the sum of the activations. */
    private static void decodeAffine(MemorySegment pair, int blocks, QuantizedInput in, int firstBlock, float[] y) {
        final int bytes = MINS + VECTOR_BYTES;
        int[] a = in.coefficients;
        FloatVector f00 = FloatVector.zero(Lanes.F);
        FloatVector f01 = f00;
        FloatVector f10 = f00;
        FloatVector f11 = f00;
        int p = firstBlock * BLOCK;
        for (int b = 0; b < blocks; b++) {
            MemorySegment w = pair.asSlice(2L * b * bytes, 2L * bytes);
            ShortVector s0 = IntVector.broadcast(I, in.zeroPoints[firstBlock + b]).reinterpretAsShorts();
            ShortVector s1 = s0;
            for (int j = 0; j < VECTORS; j++, p += 4) {
                ShortVector v0 = ShortVector.fromMemorySegment(S, w, (long) (j * VECTOR_BYTES), LE);
                ShortVector v1 = ShortVector.fromMemorySegment(S, w, (long) (j * VECTOR_BYTES + bytes), LE);
                ShortVector c = IntVector.broadcast(I, a[p]).reinterpretAsShorts();
                s0 = s0.add(v0.mul(c));
                s1 = s1.add(v1.mul(c));
                c = IntVector.broadcast(I, a[p + 1]).reinterpretAsShorts();
                v0 = v0.lanewise(LSHR, 4);
                s0 = s0.add(v0.mul(c));
                v1 = v1.lanewise(LSHR, 4);
                s1 = s1.add(v1.mul(c));
                c = IntVector.broadcast(I, a[p + 2]).reinterpretAsShorts();
                v0 = v0.lanewise(LSHR, 4);
                s0 = s0.add(v0.mul(c));
                v1 = v1.lanewise(LSHR, 4);
                s1 = s1.add(v1.mul(c));
                c = IntVector.broadcast(I, a[p + 3]).reinterpretAsShorts();
                v0 = v0.lanewise(LSHR, 4);
                s0 = s0.add(v0.mul(c));
                v1 = v1.lanewise(LSHR, 4);
                s1 = s1.add(v1.mul(c));
            }
            FloatVector d = FloatVector.broadcast(Lanes.F, in.scales[firstBlock + b]);
            FloatVector zero = FloatVector.broadcast(Lanes.F, in.eightfold[firstBlock + b]);
            FloatVector sum = FloatVector.broadcast(Lanes.F, in.sums[firstBlock + b]);
            IntVector i = s0.reinterpretAsInts();
            IntVector h = IntVector.fromMemorySegment(I, w, SCALES, LE);
            IntVector m = IntVector.fromMemorySegment(I, w, MINS, LE);
            f00 = even(i).add(zero).mul(Half.even(h)).fma(d, Half.even(m).fma(sum, f00));
            f01 = odd(i).add(zero).mul(Half.odd(h)).fma(d, Half.odd(m).fma(sum, f01));
            i = s1.reinterpretAsInts();
            h = IntVector.fromMemorySegment(I, w, SCALES + bytes, LE);
            m = IntVector.fromMemorySegment(I, w, MINS + bytes, LE);
            f10 = even(i).add(zero).mul(Half.even(h)).fma(d, Half.even(m).fma(sum, f10));
            f11 = odd(i).add(zero).mul(Half.odd(h)).fma(d, Half.odd(m).fma(sum, f11));
        }
        f00.intoArray(y, 0);
        f01.intoArray(y, FL);
        f10.intoArray(y, 2 * FL);
        f11.intoArray(y, 3 * FL);
    }

    private static FloatVector even(IntVector shorts) {
        return (FloatVector) shorts.lanewise(LSHL, 16).lanewise(ASHR, 16).convert(I2F, 0);
    }

    private static FloatVector odd(IntVector shorts) {
        return (FloatVector) shorts.lanewise(ASHR, 16).convert(I2F, 0);
    }

    @Override
    void unpack(int pair, int from, int n, float[] out) {
        for (int b = 0; b < n / BLOCK; b++) {
            for (int group = 0; group < 2; group++) {
                long at = pair * pairBytes() + (2L * (from / BLOCK + b) + group) * blockBytes;
                unpackBlock(packed.asSlice(at, blockBytes), affine, out, b * BLOCK * PAIR + group * SL);
            }
        }
    }

    /** One group's block: 32 columns of SL rows. */
    private static void unpackBlock(MemorySegment block, boolean affine, float[] out, int outAt) {
        IntVector h = IntVector.fromMemorySegment(I, block, SCALES, LE);
        FloatVector scale0 = Half.even(h).mul(Half.SCALE);
        FloatVector scale1 = Half.odd(h).mul(Half.SCALE);
        FloatVector min0 = scale0.mul(-8f);
        FloatVector min1 = scale1.mul(-8f);
        if (affine) {
            IntVector m = IntVector.fromMemorySegment(I, block, MINS, LE);
            min0 = Half.even(m).mul(Half.SCALE);
            min1 = Half.odd(m).mul(Half.SCALE);
        }
        int o = outAt;
        for (int j = 0; j < VECTORS; j++) {
            IntVector v = IntVector.fromMemorySegment(I, block, (long) (j * VECTOR_BYTES), LE);
            for (int k = 0; k < 4; k++, o += PAIR) {
                FloatVector q0 = (FloatVector) v.and(0xF).convert(I2F, 0);
                FloatVector q1 = (FloatVector) v.lanewise(LSHR, 16).and(0xF).convert(I2F, 0);
                q0.fma(scale0, min0).intoArray(out, o);
                q1.fma(scale1, min1).intoArray(out, o + FL);
                v = v.lanewise(LSHR, 4);
            }
        }
    }
}
