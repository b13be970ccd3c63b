package dev.triglot.benchmarks;

import dev.triglot.engine.kernel.Activations;
import dev.triglot.engine.kernel.KernelSelector;
import dev.triglot.engine.kernel.ReferenceKernels;
import dev.triglot.engine.kernel.Scratch;
import dev.triglot.engine.kernel.WeightMatrix;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
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

/** Products of one thread with a matrix of 2048 x 2048, and what prepares their input. */
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
public class MatrixBenchmark {
    private static final int SIZE = 2048;

    /** So many rows are checked: the reference is slow. */
    private static final int CHECKED = 64;

    /** The weight type. */
    @Param({
        "F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q2_K", "Q3_K", "Q4_K",
        "Q5_K", "Q6_K", "IQ4_NL", "IQ4_XS"
    })
    public String type;

    /** Tokens that are multiplied together. */
    @Param({"1", "2", "4", "8", "128"})
    public int tokens;

    private final Arena arena = Arena.ofShared();
    private final Scratch scratch = new Scratch();
    private WeightMatrix matrix;
    private Activations x;
    private float[] y;

    /** Makes the matrix, and checks its product. */
    @Setup
    public void setUp() {
        Numbers numbers = new Numbers();
        Tensor tensor = numbers.tensor(GgmlType.valueOf(type), SIZE, SIZE);
        matrix = KernelSelector.kernels().matrix(tensor, arena);
        x = new Activations(tokens, SIZE);
        x.reset(tokens, SIZE);
        numbers.fill(x.values(), tokens * SIZE);
        matrix.prepare(x, 0, tokens);
        y = new float[tokens * SIZE];
        multiply();
        WeightMatrix reference = new ReferenceKernels().matrix(tensor, arena);
        float[] expected = new float[tokens * SIZE];
        reference.multiply(x, expected, 0, 0, CHECKED, scratch);
        for (int t = 0; t < tokens; t++) {
            int from = t * SIZE;
            Check.close(
                    type,
                    Arrays.copyOfRange(expected, from, from + CHECKED),
                    Arrays.copyOfRange(y, from, from + CHECKED),
                    Check.ROUNDED);
        }
    }

    /** The product. */
    @Benchmark
    public float[] multiply() {
        matrix.multiply(x, y, 0, 0, SIZE, scratch);
        return y;
    }

    /** The form of the input that the product reads. */
    @Benchmark
    public Activations prepare() {
        matrix.prepare(x, 0, tokens);
        return x;
    }

    /** Gives the weights back. */
    @TearDown
    public void tearDown() {
        arena.close();
    }
}
