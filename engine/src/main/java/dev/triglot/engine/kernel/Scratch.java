package dev.triglot.engine.kernel;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Working memory of one worker. Grows with room to spare, so that requests that grow with each
 * token allocate seldom.
 */
public final class Scratch {
    private float[] floats = new float[0];
    private @Nullable Object state;
    private float[] more = new float[0];
    private float[] scales = new float[0];
    private short[] shorts = new short[0];
    private byte[] bytes = new byte[0];
    private long[] longs = new long[0];

    /** At least n floats of undefined content. */
    public float[] floats(int n) {
        if (floats.length < n) {
            floats = new float[grown(n)];
        }
        return floats;
    }

    /** A second array beside {@link #floats}. */
    public float[] moreFloats(int n) {
        if (more.length < n) {
            more = new float[grown(n)];
        }
        return more;
    }

    /** A third one. */
    public float[] scales(int n) {
        if (scales.length < n) {
            scales = new float[grown(n)];
        }
        return scales;
    }

    /** At least n bytes of undefined content. */
    public byte[] bytes(int n) {
        if (bytes.length < n) {
            bytes = new byte[grown(n)];
        }
        return bytes;
    }

    /** At least n shorts of undefined content. */
    public short[] shorts(int n) {
        if (shorts.length < n) {
            shorts = new short[grown(n)];
        }
        return shorts;
    }

    /** At least n longs of undefined content. */
    public long[] longs(int n) {
        if (longs.length < n) {
            longs = new long[grown(n)];
        }
        return longs;
    }

    /**
     * What one kind of kernel keeps between calls, made by {@code factory} on first use.
     *
     * @param type one kind at a time: another one's state is forgotten
     */
    public <T> T state(Class<T> type, Function<Scratch, T> factory) {
        if (!type.isInstance(state)) {
            state = factory.apply(this);
        }
        return type.cast(state);
    }

    private static int grown(int n) {
        return Math.max(n, n + (n >> 1)); // the maximum where the sum overflows
    }
}
