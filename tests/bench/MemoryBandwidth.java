import dev.triglot.engine.runtime.WeightArena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * How fast the machine's threads read memory that no cache holds, what decoding can reach at most: in
 * memory as weights are kept.
 *
 * <pre>java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
 *     -cp engine/target/classes tests/bench/MemoryBandwidth.java [threads] [GiB]</pre>
 */
public final class MemoryBandwidth {
    private static final int ROUNDS = 15;
    private static final int SLICE = 1 << 20;

    private static volatile long sink;

    public static void main(String[] args) throws InterruptedException {
        int threads = args.length > 0 ? Integer.parseInt(args[0]) : 2;
        long bytes = (args.length > 1 ? Long.parseLong(args[1]) : 1) << 30;
        MemorySegment memory = new WeightArena().allocate(bytes);
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
        return s0.lanewise(VectorOperators.XOR, s1).lane(0);
    }
}
