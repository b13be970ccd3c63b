package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.I;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Half-precision numbers in the two halves of an int lane, as floats times 2^-112: exponent and fraction are shifted into
 * place and the bias is left to a later multiplication. Exact for finite numbers; what files call infinite or NaN becomes
 * large and finite.
 */
final class Half {
    /** Undoes the missing bias. */
    static final float SCALE = 0x1p112f;

    /** Sign, five exponent bits and the fraction, after the shift. */
    private static final int MASK = 0x8FFFE000;

    private Half() {}

    /** The low halves. */
    static FloatVector even(IntVector halves) {
        return halves.lanewise(LSHL, 16).lanewise(ASHR, 3).and(MASK).reinterpretAsFloats();
    }

    /** The high halves. */
    static FloatVector odd(IntVector halves) {
        return halves.lanewise(ASHR, 3).and(MASK).reinterpretAsFloats();
    }

    static IntVector load(MemorySegment segment, long offset) {
        return IntVector.fromMemorySegment(I, segment, offset, Lanes.LE);
    }
}
