package dev.triglot.tests.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.triglot.engine.arch.Architectures;
import dev.triglot.engine.arch.Weights;
import dev.triglot.engine.format.ModelFile;
import dev.triglot.engine.generate.Context;
import dev.triglot.engine.generate.Evaluator;
import dev.triglot.engine.kernel.KernelSelector;
import dev.triglot.engine.kernel.KeyValueType;
import dev.triglot.engine.kernel.vector.VectorKernels;
import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.nn.KvCache;
import dev.triglot.engine.nn.Transformer;
import dev.triglot.engine.nn.Workspace;
import dev.triglot.engine.runtime.WorkerPool;
import dev.triglot.engine.sample.SamplerChain;
import dev.triglot.engine.sample.SamplingOptions;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Once compiled, a token that is evaluated and sampled allocates nothing in any thread of the
 * engine: no garbage, so no pauses, and no vector that the compiler left boxed.
 */
class DecodingTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long DEADLINE = Duration.ofSeconds(90).toNanos();

    /** Contexts long enough that attention is divided among workers. */
    private static final int FROM = 500;

    private static final int TOKENS = 64;
    private static final boolean SELECTED = System.getProperty(KernelSelector.PROPERTY) == null;

    @Test
    void theWidestVectorsAreChosen() {
        assumeTrue(SELECTED);
        assertThat(KernelSelector.kernels().name())
                .isEqualTo("vector" + VectorKernels.preferredBits());
    }

    @ParameterizedTest
    @CsvSource({
        "llama-mini/llama-mini-q4_0.gguf, F16",
        "llama-gqa/llama-gqa-q4_K_M.gguf, Q8_0",
        "gptj-mini/gptj-mini-q8_0.gguf, F32",
        "mpt-mini/mpt-mini-f16.gguf, F16"
    })
    void aTokenAllocatesNothing(String file, KeyValueType cacheType) {
        assumeTrue(SELECTED);
        try (ModelFile model = ModelFile.open(Path.of("src/test/resources/fixtures/gguf", file));
                Arena weights = Arena.ofShared();
                WorkerPool pool = new WorkerPool(2);
                Decoding decoding = new Decoding(model, weights, pool, cacheType)) {
            assertThat(decoding.eventuallyAllocated())
                    .as("bytes allocated by %d tokens", TOKENS)
                    .isZero();
        }
    }

    /** Evaluates and samples, token by token. */
    private static final class Decoding implements AutoCloseable {
        private final Evaluator evaluator;
        private final Context context;
        private final SamplerChain sampler;
        private final long[] workers;
        private final int[] next = {1};

        Decoding(ModelFile file, Arena arena, WorkerPool pool, KeyValueType cacheType) {
            ModelDescription description = file.description();
            Hyperparameters h = Objects.requireNonNull(description.hyperparameters());
            Weights weights = new Weights(description, KernelSelector.kernels(), arena, pool);
            Transformer transformer = Architectures.build(description.architecture(), h, weights);
            KvCache.Shape shape =
                    new KvCache.Shape(
                            h.blockCount(),
                            h.headCountKv(),
                            h.keyLength(),
                            h.valueLength(),
                            FROM + TOKENS,
                            cacheType);
            Workspace.Dimensions dimensions =
                    new Workspace.Dimensions(
                            h.embeddingLength(),
                            h.headCount(),
                            h.headCountKv(),
                            h.keyLength(),
                            h.valueLength(),
                            h.feedForwardLength(),
                            h.ropeDimension());
            Workspace workspace =
                    new Workspace(dimensions, FROM, KernelSelector.kernels(), pool, () -> false);
            evaluator = new Evaluator(transformer, workspace, 1);
            context = new Context(transformer, new KvCache(shape), FROM, () -> evaluator);
            SamplingOptions sampling =
                    new SamplingOptions(0.8f, 40, 0.95f, 0.05f, 1.1f, 64, 0, 0, Map.of(), 1L);
            sampler = new SamplerChain(sampling, transformer.vocabSize());
            context.evaluate(new int[FROM], 0, FROM, false);
            workers =
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("triglot-worker"))
                            .mapToLong(Thread::threadId)
                            .toArray();
            assertThat(workers).isNotEmpty();
        }

        private void decode() {
            context.truncate(FROM);
            for (int i = 0; i < TOKENS; i++) {
                context.evaluate(next, 0, 1, true);
                next[0] = sampler.next(evaluator.logits(), 0);
                sampler.accept(next[0]);
            }
        }

        /** Of this thread and the workers. */
        private long allocated() {
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            for (long worker : workers) {
                bytes += THREADS.getThreadAllocatedBytes(worker);
            }
            return bytes;
        }

        /**
         * What the first round without allocations, or the last round before the deadline, took.
         */
        long eventuallyAllocated() {
            long start = System.nanoTime();
            long bytes;
            do {
                long before = allocated();
                decode();
                bytes = allocated() - before;
            } while (bytes > 0 && System.nanoTime() - start < DEADLINE);
            return bytes;
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
