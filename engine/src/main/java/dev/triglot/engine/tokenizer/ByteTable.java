package dev.triglot.engine.tokenizer;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A map from byte sequences to token ids. The hash is seeded, so that no file can be made to
 * collide.
 */
final class ByteTable {
    static final int ABSENT = -1;

    private final long multiplier = new SplittableRandom().nextLong() | 1;
    private final byte[][] keys;

    /** The upper half of the hash, and id + 1 below; 0 is a free slot. */
    private final long[] slots;

    /**
     * An empty table.
     *
     * @param keys the bytes of each id; kept, not copied
     */
    ByteTable(byte[][] keys) {
        this.keys = keys;
        this.slots = new long[Integer.highestOneBit(Math.max(8, keys.length)) * 4];
    }

    /** Enters an id under its own bytes, unless another id has the same bytes. */
    void add(int id) {
        byte[] key = keys[id];
        long hash = hash(0, key, 0, key.length);
        int slot = slot(hash);
        while (slots[slot] != 0) {
            if (tag(slots[slot]) == tag(hash) && Arrays.equals(keys[id(slot)], key)) {
                return;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = (hash & 0xFFFF_FFFF_0000_0000L) | (id + 1);
    }

    int find(byte[] bytes, int from, int to) {
        long hash = hash(0, bytes, from, to);
        for (int slot = slot(hash); slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
            byte[] key = keys[id(slot)];
            if (tag(slots[slot]) == tag(hash)
                    && Arrays.equals(key, 0, key.length, bytes, from, to)) {
                return id(slot);
            }
        }
        return ABSENT;
    }

    int find(byte[] bytes) {
        return find(bytes, 0, bytes.length);
    }

    /** Finds the id of two sequences put together. */
    int find(byte[] left, byte[] right) {
        long hash = hash(hash(0, left, 0, left.length), right, 0, right.length);
        for (int slot = slot(hash); slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
            byte[] key = keys[id(slot)];
            if (tag(slots[slot]) == tag(hash)
                    && key.length == left.length + right.length
                    && Arrays.equals(key, 0, left.length, left, 0, left.length)
                    && Arrays.equals(key, left.length, key.length, right, 0, right.length)) {
                return id(slot);
            }
        }
        return ABSENT;
    }

    private long hash(long start, byte[] bytes, int from, int to) {
        long hash = start;
        for (int i = from; i < to; i++) {
            hash = (hash + (bytes[i] & 0xFF) + 1) * multiplier;
        }
        return hash;
    }

    private int slot(long hash) {
        return (int) (((hash ^ (hash >>> 32)) * 0x9E37_79B9_7F4A_7C15L) >>> 33)
                & (slots.length - 1);
    }

    private static int tag(long hashOrSlot) {
        return (int) (hashOrSlot >>> 32);
    }

    private int id(int slot) {
        return (int) slots[slot] - 1;
    }
}
