package dev.triglot.engine.nn;

import dev.triglot.engine.kernel.KeyValueType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * Keys and values of every position that a session has evaluated, off-heap.
 *
 * <p>Per layer and kv head a segment of keys and one of values, contiguous, so that attention
 * streams through them; see {@link KeyValueType}.
 */
public final class KvCache implements AutoCloseable {
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
            KeyValueType type) {
        public Shape withPositions(int count) {
            return new Shape(layers, kvHeads, keyLength, valueLength, count, type);
        }

        /** Bytes of an element of a key or value, scales aside. */
        public int elementBytes() {
            return type.elementBytes();
        }

        /** Bytes of all keys and values. */
        public long bytes() {
            long perHead = type.bytes(positions, keyLength) + type.bytes(positions, valueLength);
            return Math.multiplyExact(perHead, (long) layers * kvHeads);
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
        long keysBytes = shape.type.bytes(count, shape.keyLength);
        long valuesBytes = shape.type.bytes(count, shape.valueLength);
        for (Layer layer : layers) {
            for (int h = 0; h < shape.kvHeads; h++) {
                action.accept(layer.keys[h].asSlice(0, keysBytes));
                action.accept(layer.values[h].asSlice(0, valuesBytes));
            }
        }
    }

    /**
     * Clears the rest of the block that the first positions end in: what is forgotten does not get
     * into a saved session.
     */
    public void clearRest(int count) {
        float[] zeros = new float[Math.max(shape.keyLength, shape.valueLength)];
        for (Layer layer : layers) {
            for (int h = 0; h < shape.kvHeads; h++) {
                for (int p = count; p % KeyValueType.POSITIONS != 0; p++) {
                    shape.type.storeKey(layer.keys[h], p, shape.keyLength, zeros, 0);
                    shape.type.storeValue(layer.values[h], p, shape.valueLength, zeros, 0);
                }
            }
        }
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
        final KeyValueType type;

        Layer(Shape shape, Arena arena) {
            type = shape.type;
            keys = allocate(shape, type.bytes(shape.positions, shape.keyLength), arena);
            values = allocate(shape, type.bytes(shape.positions, shape.valueLength), arena);
        }

        private static MemorySegment[] allocate(Shape shape, long bytes, Arena arena) {
            MemorySegment[] heads = new MemorySegment[shape.kvHeads];
            for (int h = 0; h < heads.length; h++) {
                heads[h] = arena.allocate(bytes, 64);
            }
            return heads;
        }

        /** Stores all heads of a position; k and v hold them one after the other. */
        void store(
                int position,
                float[] k,
                int kOffset,
                int keyLength,
                float[] v,
                int vOffset,
                int valueLength) {
            for (int h = 0; h < keys.length; h++) {
                type.storeKey(keys[h], position, keyLength, k, kOffset + h * keyLength);
                type.storeValue(values[h], position, valueLength, v, vOffset + h * valueLength);
            }
        }
    }
}
