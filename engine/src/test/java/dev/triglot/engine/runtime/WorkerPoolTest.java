package dev.triglot.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class WorkerPoolTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyElementIsDoneOnceWhateverTheSplit(int threads) {
        try (WorkerPool pool = new WorkerPool(threads)) {
            for (int n : new int[] {0, 1, 2, 15, 16, 17, 1000}) {
                for (int alignment : new int[] {1, 4, 16}) {
                    AtomicIntegerArray done = new AtomicIntegerArray(n);
                    pool.run(
                            (from, to, worker) -> {
                                assertThat(from % alignment).isZero();
                                assertThat(worker).isBetween(0, threads - 1);
                                IntStream.range(from, to).forEach(done::incrementAndGet);
                            },
                            n,
                            alignment);
                    IntStream.range(0, n).forEach(i -> assertThat(done.get(i)).isEqualTo(1));
                }
            }
        }
    }

    @Test
    void parkedWorkersWakeUp() {
        try (WorkerPool pool = new WorkerPool(3)) {
            for (int round = 0; round < 20; round++) {
                LockSupport.parkNanos(10_000_000);
                assertThat(together(pool, 3)).isEqualTo(3);
            }
        }
    }

    @Test
    void callersAtTheSameTimeDoNotDisturbEachOther() {
        try (WorkerPool pool = new WorkerPool(4)) {
            CompletableFuture<?>[] callers =
                    IntStream.range(0, 6)
                            .mapToObj(caller ->
                                    CompletableFuture.runAsync(() -> {
                                        for (int round = 0; round < 2000; round++) {
                                            AtomicIntegerArray done = new AtomicIntegerArray(64);
                                            pool.run(
                                                    (from, to, worker) ->
                                                            IntStream.range(from, to)
                                                                    .forEach(done::incrementAndGet),
                                                    64,
                                                    1);
                                            assertThat(
                                                            IntStream.range(0, 64)
                                                                    .allMatch(
                                                                            i -> done.get(i) == 1))
                                                    .isTrue();
                                        }
                                    }))
                            .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(callers).join();
        }
    }

    @Test
    void aFailureReachesTheCallerAndThePoolGoesOn() {
        try (WorkerPool pool = new WorkerPool(3)) {
            for (int failing = 0; failing < 3; failing++) {
                int who = failing;
                assertThatThrownBy(() ->
                                pool.run(
                                        (from, to, worker) -> {
                                            if (from == who) {
                                                throw new IllegalStateException("part " + who);
                                            }
                                        },
                                        3,
                                        1))
                        .hasMessage("part " + who);
            }
            pool.run((from, to, worker) -> {}, 3, 1);
        }
    }

    @Test
    void resizingTakesEffect() {
        try (WorkerPool pool = new WorkerPool(1)) {
            for (int threads : new int[] {3, 1, 5, 2}) {
                pool.resize(threads);
                assertThat(pool.threads()).isEqualTo(threads);
                assertThat(together(pool, threads)).isEqualTo(threads);
            }
        }
    }

    /** A worker that is slow with its first part leaves the others to the caller. */
    @Test
    void partsOfASlowWorkerAreDoneByOthers() {
        try (WorkerPool pool = new WorkerPool(2)) {
            int parts = 2 * WorkerPool.PARTS;
            CountDownLatch rest = new CountDownLatch(parts - 1);
            AtomicIntegerArray done = new AtomicIntegerArray(2);
            pool.run(
                    (from, to, worker) -> {
                        done.incrementAndGet(worker);
                        if (worker == 1) {
                            await(rest);
                        }
                        rest.countDown();
                    },
                    parts,
                    1);
            assertThat(done.get(0) + done.get(1)).isEqualTo(parts);
            assertThat(done.get(1)).isLessThanOrEqualTo(1);
        }
    }

    /** Runs parts that all have to be under way at once; returns how many workers they had. */
    private static long together(WorkerPool pool, int parts) {
        CountDownLatch begun = new CountDownLatch(parts);
        AtomicIntegerArray done = new AtomicIntegerArray(parts);
        pool.run(
                (from, to, worker) -> {
                    begun.countDown();
                    await(begun);
                    done.incrementAndGet(worker);
                },
                parts,
                1);
        return IntStream.range(0, parts).filter(i -> done.get(i) == 1).count();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
