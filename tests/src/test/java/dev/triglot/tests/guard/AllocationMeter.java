package dev.triglot.tests.guard;

import com.sun.management.ThreadMXBean;
import dev.triglot.engine.TokenListener;
import java.lang.management.ManagementFactory;

/**
 * What all threads of the engine allocate between two tokens of a generation. Both are far from its
 * beginning and its end, so that nothing is counted that is paid once.
 */
final class AllocationMeter implements TokenListener {
    static final int FIRST = 8;
    static final int TOKENS = 64;
    static final int LAST = FIRST + TOKENS;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The caller, and the workers of every pool. */
    private final long[] threads =
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread ->
                            thread.equals(Thread.currentThread())
                                    || thread.getName().startsWith("triglot-worker"))
                    .mapToLong(Thread::threadId)
                    .toArray();

    private int count;
    private long before;
    private long allocated;

    /** By {@link #TOKENS} tokens of the last generation. */
    long allocated() {
        return allocated;
    }

    @Override
    public boolean onToken(int id, String text) {
        count++;
        if (count == FIRST) {
            before = total();
        } else if (count == LAST) {
            allocated = total() - before;
            count = 0;
        }
        return true;
    }

    private long total() {
        long bytes = 0;
        for (long thread : threads) {
            bytes += THREADS.getThreadAllocatedBytes(thread);
        }
        return bytes;
    }
}
