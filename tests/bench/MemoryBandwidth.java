import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Locale;
import jdk.incubator.vector.LongVector;
import java.nio.ByteOrder;

/**
 * How fast the machine's threads read memory that no cache holds, what decoding can reach at most. Linux only.
 *
 * <pre>java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED MemoryBandwidth.java [threads] [GiB]</pre>
 */
public final class MemoryBandwidth {
    private static final int ROUNDS = 15;
    private static final int SLICE = 1 << 20;
    private static final long HUGE_PAGE = 2L << 20;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
    private static final int MADV_HUGEPAGE = 14;

    private static volatile long sink;

    public static void main(String[] args) throws Throwable {
        int threads = args.length > 0 ? Integer.parseInt(args[0]) : 2;
        long bytes = (args.length > 1 ? Long.parseLong(args[1]) : 1) << 30;
        MemorySegment memory = hugePages(bytes);
        memory.fill((byte) 1);
        double[] rates = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            read(memory, threads);
            rates[i] = bytes / (double) (System.nanoTime() - start);
        }
        Arrays.sort(rates);
        System.out.printf(
                Locale.ROOT, "{\"threads\": %d, \"median_gb_s\": %.1f, \"best_gb_s\": %.1f}%n", threads, rates[ROUNDS / 2], rates[ROUNDS - 1]);
    }

    /** Fresh pages: what malloc gives may have been touched before the advice. */
    private static MemorySegment hugePages(long bytes) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle mmap =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("mmap"),
                        FunctionDescriptor.of(
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG));
        MethodHandle madvise =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("madvise"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT));
        MemorySegment pages =
                ((MemorySegment)
                                mmap.invokeExact(
                                        MemorySegment.NULL,
                                        bytes + HUGE_PAGE,
                                        PROT_READ_WRITE,
                                        MAP_PRIVATE_ANONYMOUS,
                                        -1,
                                        0L))
                        .reinterpret(bytes + HUGE_PAGE);
        MemorySegment aligned = pages.asSlice(-pages.address() & (HUGE_PAGE - 1), bytes);
        int ignored = (int) madvise.invokeExact(aligned, bytes, MADV_HUGEPAGE);
        return aligned;
    }

    private static void read(MemorySegment memory, int threads) throws InterruptedException {
        Thread[] crew = new Thread[threads];
        long share = memory.byteSize() / threads / SLICE * SLICE;
        for (int t = 0; t < threads; t++) {
            MemorySegment part = memory.asSlice(t * share, share);
            crew[t] = Thread.ofPlatform().start(() -> sink += sum(part));
        }
        for (Thread thread : crew) {
            thread.join();
        }
    }

    private static long sum(MemorySegment part) {
        long sum = 0;
        for (long at = 0; at < part.byteSize(); at += SLICE) {
            sum += sumSlice(part.asSlice(at, SLICE));
        }
        return sum;
    }

    private static long sumSlice(MemorySegment slice) {
        var species = LongVector.SPECIES_PREFERRED;
        LongVector s0 = LongVector.zero(species);
        LongVector s1 = s0;
        int bytes = species.vectorByteSize();
        for (int i = 0; i < SLICE; i += 2 * bytes) {
            s0 = s0.add(LongVector.fromMemorySegment(species, slice, i, ByteOrder.LITTLE_ENDIAN));
            s1 = s1.add(LongVector.fromMemorySegment(species, slice, i + bytes, ByteOrder.LITTLE_ENDIAN));
        }
        return s0.lanewise(jdk.incubator.vector.VectorOperators.XOR, s1).lane(0);
    }
}
