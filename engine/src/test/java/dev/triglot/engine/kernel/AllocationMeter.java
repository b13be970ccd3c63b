package dev.triglot.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Shows that an action does not allocate once it is compiled. */
final class AllocationMeter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUND = 100;
    private static final long DEADLINE = Duration.ofSeconds(60).toNanos();

    private AllocationMeter() {}

    /** Repeats rounds until one allocates nothing: how soon depends on the compiler's threads. */
    static void assertEventuallyNone(Runnable action) {
        long start = System.nanoTime();
        long allocated;
        do {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUND; i++) {
                action.run();
            }
            allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        } while (allocated > 0 && System.nanoTime() - start < DEADLINE);
        assertThat(allocated).as("bytes allocated by %d runs", ROUND).isZero();
    }
}
