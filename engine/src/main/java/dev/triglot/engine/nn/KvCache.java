package dev.triglot.engine.nn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Keys and values of every position that a session has evaluated, off-heap.
 *
 * <p>Per layer and kv head, keys are [positions, keyLength] and values [positions, valueLength],
 * contiguous, so that attention streams through them.
 */
public final class KvCache implements AutoCloseable {
    private static final ValueLayout.OfFloat F32 =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort F16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Arena arena = Arena.ofShared();
    private final Layer[] layers;
    private final int positions;

    /** The sizes of a cache. */
    public record Shape(
            int layers,
            int kvHeads,
            int keyLength,
            int valueLength,
            int positions,
            boolean halfPrecision) {
        /** Bytes of all keys and values. */
        public long bytes() {
            long perPosition =
                    (long) layers * kvHeads * (keyLength + valueLength) * (halfPrecision ? 2 : 4);
            return Math.multiplyExact(perPosition, positions);
        }
    }

    public KvCache(Shape shape) {
        this.positions = shape.positions();
        this.layers = new Layer[shape.layers()];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = new Layer(shape, arena);
        }
    }

    public int positions() {
        return positions;
    }

    public Layer layer(int i) {
        return layers[i];
    }

    @Override
    public void close() {
        arena.close();
    }

    /** One layer's keys and values, a segment per kv head. */
    public static final class Layer {
        final MemorySegment[] keys;
        final MemorySegment[] values;
        final boolean halfPrecision;

        Layer(Shape shape, Arena arena) {
            halfPrecision = shape.halfPrecision();
            keys = allocate(shape, shape.keyLength(), arena);
            values = allocate(shape, shape.valueLength(), arena);
        }

        private static MemorySegment[] allocate(Shape shape, int width, Arena arena) {
            MemorySegment[] heads = new MemorySegment[shape.kvHeads()];
            long bytes = (long) shape.positions() * width * (shape.halfPrecision() ? 2 : 4);
            for (int h = 0; h < heads.length; h++) {
                heads[h] = arena.allocate(bytes, 64);
            }
            return heads;
        }

        /** Stores all heads of a position; x holds them one after the other from offset. */
        void store(MemorySegment[] heads, int position, float[] x, int offset, int width) {
            for (int h = 0; h < heads.length; h++) {
                int from = offset + h * width;
                if (halfPrecision) {
                    for (int i = 0; i < width; i++) {
                        heads[h].setAtIndex(
                                F16,
                                (long) position * width + i,
                                Float.floatToFloat16(x[from + i]));
                    }
                } else {
                    MemorySegment.copy(x, from, heads[h], F32, (long) position * width * 4, width);
                }
            }
        }
    }
}
