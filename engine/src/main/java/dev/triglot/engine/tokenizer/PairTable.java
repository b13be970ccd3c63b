package dev.triglot.engine.tokenizer;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A map from two ints that are not negative to an int that is not negative: open addressing,
 * nothing boxed. The hash is seeded, so that no file can be made to collide.
 */
final class PairTable {
    static final int ABSENT = -1;
    private static final long FREE = -1;

    private final long multiplier = new SplittableRandom().nextLong() | 1;
    private long[] keys;
    private int[] values;
    private int size;

    PairTable(int expectedSize) {
        int capacity = Integer.highestOneBit(Math.max(8, expectedSize)) * 2;
        keys = new long[capacity];
        values = new int[capacity];
        Arrays.fill(keys, FREE);
    }

    int get(int left, int right) {
        long key = key(left, right);
        for (int slot = slot(key); keys[slot] != FREE; slot = (slot + 1) & (keys.length - 1)) {
            if (keys[slot] == key) {
                return values[slot];
            }
        }
        return ABSENT;
    }

    /** Keeps the value that is there already. */
    void putIfAbsent(int left, int right, int value) {
        if (size >= keys.length / 4 * 3) {
            grow();
        }
        if (insert(key(left, right), value)) {
            size++;
        }
    }

    private boolean insert(long key, int value) {
        int slot = slot(key);
        while (keys[slot] != FREE) {
            if (keys[slot] == key) {
                return false;
            }
            slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = key;
        values[slot] = value;
        return true;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[oldKeys.length * 2];
        Arrays.fill(keys, FREE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                insert(oldKeys[i], oldValues[i]);
            }
        }
    }

    /** A negative half is allowed and never found: -1 stands for a symbol without a token. */
    private static long key(int left, int right) {
        return ((long) left << 32) | (right & 0xFFFF_FFFFL);
    }

    private int slot(long key) {
        long mixed = (key ^ (key >>> 29)) * multiplier;
        return (int) (mixed >>> 32) & (keys.length - 1);
    }
}
