package dev.triglot.engine.quant;

/** The 16 levels that the IQ4 types choose from: denser near zero, as weights are. */
public final class NonLinear4 {
    private static final byte[] LEVELS = {
        -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
    };

    private NonLinear4() {}

    /** The level that a quant 0..15 stands for. */
    public static byte level(int quant) {
        return LEVELS[quant];
    }
}
