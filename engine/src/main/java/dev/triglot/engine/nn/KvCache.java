package dev.triglot.engine.nn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.function.Consumer;

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
    private final Shape shape;

    /** The sizes of a cache. */
    public record Shape(
            int layers,
            int kvHeads,
            int keyLength,
            int valueLength,
            int positions,
            boolean halfPrecision) {
        public Shape withPositions(int count) {
            return new Shape(layers, kvHeads, keyLength, valueLength, count, halfPrecision);
        }

        /** Bytes of all keys and values. */
        public long bytes() {
            long perPosition =
                    (long) layers * kvHeads * (keyLength + valueLength) * (halfPrecision ? 2 : 4);
            return Math.multiplyExact(perPosition, positions);
        }
    }

    public KvCache(Shape shape) {
        this.shape = shape;
        this.layers = new Layer[shape.layers()];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = new Layer(shape, arena);
        }
    }

    public int positions() {
        return shape.positions();
    }

    public Shape shape() {
        return shape;
    }

    /** Per layer and head, the keys and then the values of the first positions. */
    public void forEachPart(int count, Consumer<MemorySegment> action) {
        for (Layer layer : layers) {
            for (int h = 0; h < shape.kvHeads(); h++) {
                action.accept(layer.keys[h].asSlice(0, bytes(count, shape.keyLength())));
                action.accept(layer.values[h].asSlice(0, bytes(count, shape.valueLength())));
            }
        }
    }

    private long bytes(int count, int width) {
        return (long) count * width * (shape.halfPrecision() ? 2 : 4);
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
