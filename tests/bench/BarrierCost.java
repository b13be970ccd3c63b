import dev.triglot.engine.runtime.RangeJob;
import dev.triglot.engine.runtime.WorkerPool;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * What it costs to share the work of a token among threads: measured for the cores of this machine,
 * and simulated for 8 to 64.
 *
 * <pre>
 * java -cp engine/target/classes tests/bench/BarrierCost.java
 * </pre>
 *
 * <p>A parallel region of {@link WorkerPool} is simulated event by event: workers see the new
 * generation one after the other, as the cache line that holds it reaches them; each does its share;
 * each takes the line of the counter to count itself out, and the caller takes it last. What lines
 * and memory cost is assumed, see the constants.
 */
final class BarrierCost {
    /** Nanoseconds to take a cache line from another core of the same node, and of another node. */
    private static final double NEAR_LINE = 50;

    private static final double FAR_LINE = 130;

    /** Cores of a node, and bytes a nanosecond that one core and a whole node read from memory. */
    private static final int NODE_CORES = 16;

    private static final double CORE_BANDWIDTH = 20;
    private static final double NODE_BANDWIDTH = 120;

    /** Shares differ by this much, one standard deviation: caches and memory are not fair. */
    private static final double UNEVEN = 0.02;

    /** An interrupt takes a core for 5 microseconds, 1000 times a second. */
    private static final double INTERRUPT = 5_000;

    private static final double INTERRUPTS_PER_NANOSECOND = 1_000 / 1e9;

    /** Parallel regions of a layer: q k v, attention, output, gate and up, down. */
    private static final int REGIONS_PER_LAYER = 5;

    private static final int TOKENS = 40;

    /**
     * @param bytes of weights that a token reads
     * @param serial nanoseconds that the caller computes alone: norms, quantization of activations,
     *     rotation, the gate, sampling
     */
    private record Model(String name, int layers, double bytes, double serial) {
        int regions() {
            return layers * REGIONS_PER_LAYER + 1;
        }
    }

    private static final Model[] MODELS = {
        new Model("135M Q4_1", 30, 96e6, 0.25e6),
        new Model("1.1B Q4_0", 22, 620e6, 0.45e6),
        new Model("7B Q4_0", 32, 3.8e9, 1.3e6)
    };

    private final Random random = new Random(1);

    public static void main(String[] arguments) {
        measure();
        new BarrierCost().simulate();
    }

    private static void measure() {
        RangeJob nothing = (from, to, worker) -> {};
        int cores = Runtime.getRuntime().availableProcessors();
        System.out.println("An empty region on this machine:");
        for (int threads = 1; threads <= cores; threads++) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                double[] samples = new double[15];
                for (int i = 0; i < samples.length; i++) {
                    int runs = 20_000;
                    long start = System.nanoTime();
                    for (int k = 0; k < runs; k++) {
                        pool.run(nothing, threads, 1);
                    }
                    samples[i] = (System.nanoTime() - start) / (double) runs;
                }
                Arrays.sort(samples);
                System.out.printf(
                        Locale.ROOT,
                        "  %d threads: %.0f ns (median of %d)%n",
                        threads,
                        samples[samples.length / 2],
                        samples.length);
            }
        }
    }

    private void simulate() {
        for (boolean interleaved : new boolean[] {false, true}) {
            System.out.printf(
                    "%nSimulated, weights %s:%n",
                    interleaved ? "spread over the nodes" : "on the caller's node");
            System.out.println(
                    "| model | threads | tokens/s | speed-up | share of barriers | us per barrier |");
            System.out.println("|---|---:|---:|---:|---:|---:|");
            for (Model model : MODELS) {
                double one = token(model, 1, interleaved)[0];
                for (int threads : new int[] {1, 2, 8, 16, 32, 64}) {
                    double[] token = token(model, threads, interleaved);
                    System.out.printf(
                            Locale.ROOT,
                            "| %s | %d | %.1f | %.1f | %.1f %% | %.2f |%n",
                            model.name(),
                            threads,
                            1e9 / token[0],
                            one / token[0],
                            100 * token[1] / token[0],
                            token[1] / model.regions() / 1e3);
                }
            }
        }
    }

    /** Nanoseconds of a token, and of them those in which the caller waits for others to finish. */
    private double[] token(Model model, int threads, boolean interleaved) {
        int nodes = (threads + NODE_CORES - 1) / NODE_CORES;
        double limit = NODE_BANDWIDTH * (interleaved ? nodes : 1);
        double share =
                model.bytes() / model.regions() / Math.min(threads * CORE_BANDWIDTH, limit);
        double total = 0;
        double waits = 0;
        for (int t = 0; t < TOKENS; t++) {
            total += model.serial();
            for (int r = 0; r < model.regions(); r++) {
                double region = threads == 1 ? share : region(threads, share);
                total += region;
                waits += region - share;
            }
        }
        return new double[] {total / TOKENS, waits / TOKENS};
    }

    /** Nanoseconds from the start of a region to its end. */
    private double region(int threads, double share) {
        double[] done = new double[threads - 1];
        double seen = 0;
        for (int worker = 1; worker < threads; worker++) {
            seen += line(worker);
            done[worker - 1] = seen + work(share);
        }
        Arrays.sort(done);
        double counted = 0;
        for (int i = 0; i < done.length; i++) {
            counted = Math.max(counted, done[i]) + line(i + 1);
        }
        return Math.max(counted + NEAR_LINE, work(share));
    }

    private static double line(int worker) {
        return worker < NODE_CORES ? NEAR_LINE : FAR_LINE;
    }

    private double work(double share) {
        double time = share * Math.max(0.5, 1 + UNEVEN * random.nextGaussian());
        return random.nextDouble() < time * INTERRUPTS_PER_NANOSECOND ? time + INTERRUPT : time;
    }
}
