package dev.triglot.benchmarks;

import dev.triglot.engine.sample.SamplerChain;
import dev.triglot.engine.sample.SamplingOptions;
import java.util.Arrays;
import java.util.Map;
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

/** The choice of a token. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls setUp first
public class SamplingBenchmark {
    private static final int CHECKED = 1000;

    /** Of LLaMA, and of LLaMA 3. */
    @Param({"32000", "128256"})
    public int vocabulary;

    /** How a token is chosen. */
    @Param public Way way;

    private float[] logits;
    private SamplerChain sampler;

    /** A way to choose. */
    public enum Way {
        /** The most likely one. */
        GREEDY(0, 0, 1, 1),
        /** As the command line does. */
        TOP_40(0.8f, 40, 0.95f, 40),
        /** Of those that have nine tenths of the probability. */
        TOP_P(0.8f, 0, 0.9f, Integer.MAX_VALUE),
        /** Of all. */
        ALL(1, 0, 1, Integer.MAX_VALUE);

        private final float temperature;
        private final int topK;
        private final float topP;

        /** The choice is one of so many that are most likely. */
        private final int among;

        Way(float temperature, int topK, float topP, int among) {
            this.temperature = temperature;
            this.topK = topK;
            this.topP = topP;
            this.among = among;
        }

        SamplingOptions options() {
            return new SamplingOptions(temperature, topK, topP, 0, 1, 0, 0, 0, Map.of(), 1L);
        }
    }

    /** Makes logits, and checks that what is chosen may be. */
    @Setup
    public void setUp() {
        logits = new Numbers().normals(vocabulary);
        for (int i = 0; i < vocabulary; i++) {
            logits[i] *= 3;
        }
        sampler = new SamplerChain(way.options(), vocabulary);
        float[] sorted = logits.clone();
        Arrays.sort(sorted);
        float least = sorted[Math.max(0, vocabulary - way.among)];
        for (int i = 0; i < CHECKED; i++) {
            int id = choose();
            if (logits[id] < least) {
                throw new IllegalStateException(way + " chose the unlikely token " + id);
            }
        }
    }

    /** The next token. */
    @Benchmark
    public int choose() {
        return sampler.next(logits, 0);
    }
}
