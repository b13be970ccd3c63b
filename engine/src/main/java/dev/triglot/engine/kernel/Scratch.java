package dev.triglot.engine.kernel;

/**
 * Working memory of one worker. Grows to the largest request, then stays: no allocation per token.
 */
public final class Scratch {
    private float[] floats = new float[0];
    private float[] more = new float[0];
    private short[] shorts = new short[0];

    /** At least n floats of undefined content. */
    public float[] floats(int n) {
        if (floats.length < n) {
            floats = new float[n];
        }
        return floats;
    }

    /** A second array beside {@link #floats}. */
    public float[] moreFloats(int n) {
        if (more.length < n) {
            more = new float[n];
        }
        return more;
    }

    /** At least n shorts of undefined content. */
    public short[] shorts(int n) {
        if (shorts.length < n) {
            shorts = new short[n];
        }
        return shorts;
    }
}
