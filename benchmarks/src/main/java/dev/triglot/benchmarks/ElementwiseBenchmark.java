package dev.triglot.benchmarks;

import dev.triglot.engine.kernel.KernelSelector;
import dev.triglot.engine.kernel.Kernels;
import dev.triglot.engine.kernel.ReferenceKernels;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What is not a product, on the row of one token. Those that work in place are given the same row
 * again and again, which costs a copy.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
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
public class ElementwiseBenchmark {
    private static final float EPSILON = 1e-5f;

    /** Numbers of the row: the widths of a 135M and of a 1.1B model. */
    @Param({"576", "2048", "5632"})
    public int n;

    /** What is computed. */
    @Param public Operation operation;

    private final Kernels kernels = KernelSelector.kernels();
    private float[] x;
    private float[] second;
    private float[] y;

    /** An operation of a row. */
    public enum Operation {
        RMS_NORM,
        LAYER_NORM,
        ADD,
        SILU_MULTIPLY,
        GELU_TANH,
        GELU_ERF,
        SOFTMAX,
        ROTATE
    }

    /** Makes a row, and checks what comes of it. */
    @Setup
    public void setUp() {
        Numbers numbers = new Numbers();
        x = numbers.normals(n);
        second = numbers.normals(n);
        y = new float[n];
        float[] found = compute().clone();
        compute(new ReferenceKernels());
        Check.close(operation.name(), y, found, Check.FLOATS);
    }

    /** The operation. */
    @Benchmark
    public float[] compute() {
        return compute(kernels);
    }

    private float[] compute(Kernels by) {
        System.arraycopy(x, 0, y, 0, n);
        switch (operation) {
            case RMS_NORM -> by.rmsNorm(x, 0, second, EPSILON, y, 0, n);
            case LAYER_NORM -> by.layerNorm(x, 0, second, second, EPSILON, y, 0, n);
            case ADD -> by.add(second, 0, y, 0, n);
            case SILU_MULTIPLY -> by.siluMultiply(y, 0, second, 0, n);
            case GELU_TANH -> by.gelu(y, 0, n, true);
            case GELU_ERF -> by.gelu(y, 0, n, false);
            case SOFTMAX -> by.softmax(y, 0, n);
            case ROTATE -> by.rotate(y, 0, second, 0, n / 2);
        }
        return y;
    }
}
