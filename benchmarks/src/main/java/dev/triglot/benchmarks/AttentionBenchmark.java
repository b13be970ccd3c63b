package dev.triglot.benchmarks;

import dev.triglot.engine.kernel.AttentionTask;
import dev.triglot.engine.kernel.KernelSelector;
import dev.triglot.engine.kernel.Kernels;
import dev.triglot.engine.kernel.KeyValueType;
import dev.triglot.engine.kernel.ReferenceKernels;
import dev.triglot.engine.kernel.Scratch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The attention of one layer, all heads by one thread. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED"
        })
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls setUp first
public class AttentionBenchmark {
    private static final int WIDTH = 64;

    /**
     * Heads: of queries x of keys and values, as SmolLM2-135M, TinyLlama and LLaMA-7B have them.
     */
    @Param({"9x3", "32x4", "32x32"})
    public String heads;

    /** How keys and values are kept. */
    @Param({"F32", "F16", "Q8_0"})
    public KeyValueType cache;

    /** Positions that the last token sees. */
    @Param({"512", "4096"})
    public int positions;

    /** Tokens that are evaluated together. */
    @Param({"1", "128"})
    public int tokens;

    private final Kernels kernels = KernelSelector.kernels();
    private final Arena arena = Arena.ofShared();
    private final Scratch scratch = new Scratch();
    private AttentionTask task;
    private int queryHeads;

    /** Fills a cache, and checks the attention over it. */
    @Setup
    public void setUp() {
        String[] counts = heads.split("x", 2);
        queryHeads = Integer.parseInt(counts[0]);
        task = task(queryHeads, Integer.parseInt(counts[1]));
        attend();
        float[] found = task.out.clone();
        new ReferenceKernels().attend(task, 0, queryHeads, 0, tokens, scratch);
        Check.close("attention", task.out, found, Check.FLOATS);
    }

    private AttentionTask task(int heads, int kvHeads) {
        Numbers numbers = new Numbers();
        AttentionTask filled = new AttentionTask();
        filled.keyLength = WIDTH;
        filled.valueLength = WIDTH;
        filled.qStride = heads * WIDTH;
        filled.outStride = heads * WIDTH;
        filled.q = numbers.normals(tokens * filled.qStride);
        filled.out = new float[tokens * filled.outStride];
        filled.group = heads / kvHeads;
        filled.type = cache;
        filled.firstPosition = positions - tokens;
        filled.tokens = tokens;
        filled.scale = (float) (1 / Math.sqrt(WIDTH));
        filled.keys = new MemorySegment[kvHeads];
        filled.values = new MemorySegment[kvHeads];
        for (int head = 0; head < kvHeads; head++) {
            filled.keys[head] = arena.allocate(cache.bytes(positions, WIDTH), 64);
            filled.values[head] = arena.allocate(cache.bytes(positions, WIDTH), 64);
            for (int i = 0; i < positions; i++) {
                cache.storeKey(filled.keys[head], i, WIDTH, numbers.normals(WIDTH), 0);
                cache.storeValue(filled.values[head], i, WIDTH, numbers.normals(WIDTH), 0);
            }
        }
        return filled;
    }

    /** As a session computes it: in chunks where there are few tokens. */
    @Benchmark
    public float[] attend() {
        int chunks = kernels.attentionChunks(task);
        if (chunks == 1) {
            kernels.attend(task, 0, queryHeads, 0, tokens, scratch);
            return task.out;
        }
        for (int head = 0; head < task.keys.length; head++) {
            for (int chunk = 0; chunk < chunks; chunk++) {
                kernels.attendChunk(task, head, chunk, scratch);
            }
        }
        kernels.joinChunks(task, chunks, 0, queryHeads);
        return task.out;
    }

    /** Gives the cache back. */
    @TearDown
    public void tearDown() {
        arena.close();
    }
}
