package dev.triglot.polyglot.host;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import com.sun.management.ThreadMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/**
 * How much memory a guest seems to keep. The heap is one for all guests, so this is an estimate:
 * what its thread has allocated, and by how much the process has grown since the guest was made. It
 * is in excess only where both are, after a garbage collection.
 */
final class HeapUse {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long limit;
    private final long usedBefore = Math.min(used(), usedAfterCollection());
    private final long directBefore = direct();

    /** Allocated by the calls that have ended. */
    private volatile long allocatedEarlier;

    /** Of that, what a collection has shown to be garbage. */
    private long freed;

    private volatile long thread = -1;
    private volatile long allocatedAtBegin;

    HeapUse(long limit) {
        this.limit = limit;
    }

    /** The current thread runs the guest from now on. */
    void begin() {
        allocatedAtBegin = THREADS.getCurrentThreadAllocatedBytes();
        thread = Thread.currentThread().threadId();
    }

    /** The current thread has run the guest. */
    void end() {
        allocatedEarlier = allocated();
        thread = -1;
    }

    private long allocated() {
        long id = thread;
        long now = id < 0 ? -1 : THREADS.getThreadAllocatedBytes(id);
        return allocatedEarlier + (now < 0 ? 0 : now - allocatedAtBegin);
    }

    /** Asked by one thread at a time. */
    boolean isExceeded() {
        long allocated = allocated();
        if (allocated - freed + direct() - directBefore < limit || used() - usedBefore < limit) {
            return false;
        }
        // How much of it is garbage only a collection can tell; each must be worth its time.
        System.gc();
        // Not what is used now: a quick script has made new garbage since.
        long kept = Math.max(0, usedAfterCollection() - usedBefore);
        freed = allocated - Math.min(kept, limit / 4 * 3);
        return kept >= limit;
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() + direct();
    }

    /** As the latest collection has left it, which is without most of the garbage. */
    private static long usedAfterCollection() {
        GcInfo latest = null;
        for (GarbageCollectorMXBean collector :
                ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class)) {
            GcInfo last = collector.getLastGcInfo();
            if (last != null && (latest == null || last.getEndTime() > latest.getEndTime())) {
                latest = last;
            }
        }
        if (latest == null) {
            return Long.MAX_VALUE;
        }
        long sum = direct();
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage left = latest.getMemoryUsageAfterGc().get(pool.getName());
            if (pool.getType() == MemoryType.HEAP && left != null) {
                sum += left.getUsed();
            }
        }
        return sum;
    }

    /** Bytes of direct buffers, which hold embeddings, logits and states. */
    private static long direct() {
        long sum = 0;
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                sum += pool.getMemoryUsed();
            }
        }
        return sum;
    }
}
