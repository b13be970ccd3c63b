package dev.triglot.tests.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.triglot.engine.EngineInfo;
import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.ModelOptions;
import dev.triglot.engine.Session;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.SessionOptions.KvCacheType;
import dev.triglot.engine.Vocabulary;
import dev.triglot.engine.kernel.vector.VectorKernels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Once compiled, a token that is evaluated and sampled allocates nothing in any thread of the
 * engine: no garbage, so no pauses, and no vector that the compiler left boxed.
 */
class DecodingTest {
    private static final Path MODELS =
            Path.of(System.getProperty("triglot.fixtures", "src/test/resources/fixtures"), "gguf");
    private static final boolean SELECTED = System.getProperty("triglot.kernels") == null;
    private static final long DEADLINE = Duration.ofSeconds(90).toNanos();

    /** So long that attention is divided among workers. */
    private static final int CONTEXT = 400;

    /** Outweighs every other logit. */
    private static final float ALWAYS = 1e6f;

    /**
     * The text of a token, where it has one, is its bytes, a String and its array, 24 bytes each;
     * the whole text grows by doubling.
     */
    private static final int BYTES_OF_TEXT = 80;

    @Test
    void theWidestVectorsAreChosen() {
        assumeTrue(SELECTED);
        assertThat(EngineInfo.kernels()).isEqualTo("vector" + VectorKernels.preferredBits());
    }

    @ParameterizedTest
    @CsvSource({
        "llama-mini/llama-mini-q4_0.gguf, F16",
        "llama-gqa/llama-gqa-q4_K_M.gguf, Q8_0",
        "gptj-mini/gptj-mini-q8_0.gguf, F32"
    })
    void aTokenAllocatesNothing(String file, KvCacheType cacheType) {
        assumeTrue(SELECTED);
        SessionOptions options =
                SessionOptions.DEFAULT
                        .withContextLength(CONTEXT + AllocationMeter.LAST + 1)
                        .withKvCacheType(cacheType);
        try (LanguageModel model =
                        LanguageModel.open(
                                MODELS.resolve(file), ModelOptions.DEFAULT.withThreads(2));
                Session session = model.newSession(options)) {
            int id = tokenOfLeastText(model.vocabulary());
            int allowed =
                    text(model.vocabulary(), id).isEmpty()
                            ? 0
                            : BYTES_OF_TEXT * AllocationMeter.TOKENS;
            assertThat(eventuallyAllocated(session, id, allowed))
                    .as("bytes allocated by %d tokens", AllocationMeter.TOKENS)
                    .isLessThanOrEqualTo(allowed);
        }
    }

    /** Of those that a generation can go on after: the text is not what is measured. */
    private static int tokenOfLeastText(Vocabulary vocabulary) {
        return IntStream.range(0, vocabulary.size())
                .filter(id -> !vocabulary.endsGeneration(id))
                .boxed()
                .min(Comparator.comparingInt(id -> text(vocabulary, id).length()))
                .orElseThrow();
    }

    private static String text(Vocabulary vocabulary, int id) {
        return vocabulary.decode(new int[] {id}, false);
    }

    /** What the first generation within what is allowed, or the last before the deadline, took. */
    private static long eventuallyAllocated(Session session, int id, int allowed) {
        int[] prompt = new SplittableRandom(1).ints(CONTEXT, 0, 256).toArray();
        GenerationOptions options =
                GenerationOptions.builder()
                        .temperature(0.8f)
                        .repeatPenalty(1.1f)
                        .logitBias(Map.of(id, ALWAYS))
                        .seed(1L)
                        .maxTokens(AllocationMeter.LAST)
                        .build();
        AllocationMeter meter = new AllocationMeter();
        long start = System.nanoTime();
        do {
            session.generate(prompt, options, meter);
        } while (meter.allocated() > allowed && System.nanoTime() - start < DEADLINE);
        return meter.allocated();
    }
}
