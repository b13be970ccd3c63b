package dev.triglot.engine.tokenizer;

import java.util.Arrays;

/**
 * Byte pair encoding's loop: joins the adjacent pair of the lowest priority, the leftmost first,
 * until no pair can be joined. A linked list and a heap make it n log n in the number of symbols.
 * Holds working memory: one per thread.
 */
abstract class SymbolMerger {
    static final int NEVER = Integer.MAX_VALUE;
    static final int END = -1;

    private int[] previous = new int[32];
    private int[] next = new int[32];

    /** Of the pair that begins at a symbol. */
    private int[] priorities = new int[32];

    /** Priority and left symbol of pairs, a binary heap; holds outdated pairs too. */
    private long[] heap = new long[64];

    private int heapSize;

    /** When to join two adjacent symbols, the lowest first; {@link #NEVER} if they do not join. */
    abstract int priority(int left, int right);

    /** The left symbol takes in the right one; their pair has the priority. */
    abstract void join(int left, int right, int priority);

    /** Merges symbols 0 to count - 1. Those that remain are reached from 0 by {@link #next}. */
    final void merge(int count) {
        reserve(count);
        heapSize = 0;
        for (int i = 0; i < count; i++) {
            previous[i] = i - 1;
            next[i] = i + 1 < count ? i + 1 : END;
            priorities[i] = next[i] == END ? NEVER : priority(i, i + 1);
            if (priorities[i] != NEVER) {
                heap[heapSize++] = key(i);
            }
        }
        for (int i = heapSize / 2 - 1; i >= 0; i--) {
            siftDown(i, heap[i]);
        }
        while (heapSize > 0) {
            long best = pop();
            int left = (int) best;
            if (priorities[left] == (int) (best >> 32)) {
                joinAt(left);
            }
        }
    }

    final int next(int symbol) {
        return next[symbol];
    }

    private void joinAt(int left) {
        int right = next[left];
        join(left, right, priorities[left]);
        priorities[right] = NEVER;
        next[left] = next[right];
        if (next[left] != END) {
            previous[next[left]] = left;
        }
        offer(left);
        if (previous[left] >= 0) {
            offer(previous[left]);
        }
    }

    private void offer(int left) {
        priorities[left] = next[left] == END ? NEVER : priority(left, next[left]);
        if (priorities[left] != NEVER) {
            push(key(left));
        }
    }

    private long key(int left) {
        return ((long) priorities[left] << 32) | left;
    }

    private void push(long key) {
        if (heapSize == heap.length) {
            heap = Arrays.copyOf(heap, heap.length * 2);
        }
        int hole = heapSize++;
        while (hole > 0 && heap[(hole - 1) / 2] > key) {
            heap[hole] = heap[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }
        heap[hole] = key;
    }

    private long pop() {
        long top = heap[0];
        long last = heap[--heapSize];
        if (heapSize > 0) {
            siftDown(0, last);
        }
        return top;
    }

    private void siftDown(int from, long key) {
        int hole = from;
        for (int child = 2 * hole + 1; child < heapSize; child = 2 * hole + 1) {
            if (child + 1 < heapSize && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= key) {
                break;
            }
            heap[hole] = heap[child];
            hole = child;
        }
        heap[hole] = key;
    }

    private void reserve(int count) {
        if (count > next.length) {
            int capacity = Math.max(count, next.length * 2);
            previous = new int[capacity];
            next = new int[capacity];
            priorities = new int[capacity];
            heap = new long[capacity];
        }
    }
}
