package dev.triglot.engine.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Off-heap memory for weights, on huge pages where the system has them: decoding streams through
 * all of it for every token, and with small pages a good part of the time goes into address
 * translation.
 *
 * <p>Allocates from large slabs and gives everything back at once when it is closed. Usable from
 * every thread. The memory's content is undefined.
 */
public final class WeightArena implements Arena {
    private static final long SLAB_BYTES = 64L << 20;

    private final Arena backing = Arena.ofShared();
    private MemorySegment slab = MemorySegment.NULL;
    private long used;

    @Override
    public synchronized MemorySegment allocate(long byteSize, long byteAlignment) {
        long start = (used + byteAlignment - 1) / byteAlignment * byteAlignment;
        if (start + byteSize > slab.byteSize()) {
            slab = HugePages.allocate(Math.max(SLAB_BYTES, byteSize), backing);
            start = 0;
        }
        used = start + byteSize;
        return slab.asSlice(start, byteSize, byteAlignment);
    }

    @Override
    public MemorySegment.Scope scope() {
        return backing.scope();
    }

    @Override
    public void close() {
        backing.close();
    }
}
