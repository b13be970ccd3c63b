package dev.triglot.engine.kernel.vector;

import dev.triglot.engine.kernel.WeightMatrix;
import dev.triglot.engine.kernel.vector.IntegerMatrix.Layout;
import dev.triglot.engine.quant.BlockCodecs;
import dev.triglot.engine.quant.LegacyNibbles;
import dev.triglot.engine.quant.Q4_0;
import dev.triglot.engine.quant.Q4_1;
import dev.triglot.engine.quant.Q5_0;
import dev.triglot.engine.quant.Q5_1;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.EnumMap;
import java.util.Map;

/** The one table of weight types and their layouts. */
final class Matrices {
    private static final Map<GgmlType, FloatLayout> FLOATS = new EnumMap<>(GgmlType.class);
    private static final Map<GgmlType, Layout> INTEGERS = new EnumMap<>(GgmlType.class);

    static {
        FLOATS.put(GgmlType.F32, new Singles());
        FLOATS.put(GgmlType.F16, new Halves());
        FLOATS.put(GgmlType.BF16, new BrainFloats());
        FLOATS.put(GgmlType.Q8_0, Bytes.halfScales());
        FLOATS.put(GgmlType.Q8_0_V0, Bytes.singleScales());
        FLOATS.put(GgmlType.IQ4_NL, NonLinear.iq4Nl());
        FLOATS.put(GgmlType.IQ4_XS, NonLinear.iq4Xs());

        TwoBits two = TwoBits.INSTANCE;
        ThreeBits three = ThreeBits.INSTANCE;
        FourBits four = FourBits.INSTANCE;
        FiveBits five = FiveBits.INSTANCE;
        SixBits six = SixBits.INSTANCE;
        put(GgmlType.Q2_K, Codes::q2K, two, new NibbleScales(two.zero()));
        put(GgmlType.Q3_K, Codes::q3K, three, ByteScales.Q3_K);
        put(
                GgmlType.Q4_0,
                Codes.nibbles(Q4_0.QUANTS),
                four,
                PlainScales.symmetric(Q4_0.SCALE, four));
        put(
                GgmlType.Q4_1,
                Codes.nibbles(Q4_1.QUANTS),
                four,
                PlainScales.affine(Q4_1.SCALE, Q4_1.MIN, four));
        put(GgmlType.Q4_K, Codes::q4K, four, new SixBitScaleLines(four.zero()));
        put(
                GgmlType.Q5_0,
                Codes.fiveBits(Q5_0.QUANTS, Q5_0.HIGH_BITS),
                five,
                PlainScales.symmetric(Q5_0.SCALE, five));
        put(
                GgmlType.Q5_1,
                Codes.fiveBits(Q5_1.QUANTS, Q5_1.HIGH_BITS),
                five,
                PlainScales.affine(Q5_1.SCALE, Q5_1.MIN, five));
        put(GgmlType.Q5_K, Codes::q5K, five, new SixBitScaleLines(five.zero()));
        put(GgmlType.Q6_K, Codes::q6K, six, ByteScales.Q6_K);
        LegacyNibbles.all().forEach(Matrices::put);
    }

    private Matrices() {}

    private static void put(GgmlType type, Codes codes, Fields fields, Scales scales) {
        INTEGERS.put(type, new Layout(type.blockSize(), type.blockBytes(), codes, fields, scales));
    }

    private static void put(LegacyNibbles format) {
        boolean halves = format.parts() == 2;
        Fields fields =
                halves
                        ? FourBitHalves.INSTANCE
                        : format.fiveBits() ? FiveBits.INSTANCE : FourBits.INSTANCE;
        Scales scales;
        if (format.singleScales()) {
            scales = new SingleScales(format.affine(), fields.zero());
        } else if (format.affine()) {
            scales = PlainScales.affine(0, Short.BYTES, fields);
        } else {
            scales = PlainScales.symmetric(0, fields);
        }
        put(
                format.type(),
                Codes.legacy(format),
                fields,
                halves ? new HalfBlockScales(scales, format.partBytes()) : scales);
    }

    /**
     * Repacks a tensor.
     *
     * @throws dev.triglot.engine.error.UnsupportedModelException if there is no layout for its type
     */
    static WeightMatrix of(Tensor tensor, Arena arena) {
        FloatLayout floats = FLOATS.get(tensor.type());
        if (floats != null) {
            return new FloatMatrix(tensor, floats, arena);
        }
        Layout integers = INTEGERS.get(tensor.type());
        if (integers != null) {
            return new IntegerMatrix(tensor, integers, arena);
        }
        BlockCodecs.of(tensor.type()); // names the types that there are
        throw new IllegalStateException("no vector layout for " + tensor.type());
    }
}
