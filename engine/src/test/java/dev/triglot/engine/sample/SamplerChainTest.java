package dev.triglot.engine.sample;

import static dev.triglot.engine.sample.SamplingFixtures.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.sample.SamplingFixtures.Options;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerChainTest {
    private static final float NONE = Float.NEGATIVE_INFINITY;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17, 1000, 4099})
    void greedyIsTheFirstLargest(int size) {
        Random random = new Random(size);
        SamplerChain greedy = PLAIN.temperature(0).chain(size);
        SamplerChain topOne = PLAIN.topK(1).chain(size);
        for (int round = 0; round < 50; round++) {
            float[] logits = SamplingFixtures.logits(random, size);
            int expected = 0;
            for (int i = 1; i < size; i++) {
                if (value(logits[i]) > value(logits[expected])) {
                    expected = i;
                }
            }
            assertThat(greedy.next(logits, 0)).isEqualTo(expected);
            assertThat(topOne.next(logits, 0)).isEqualTo(expected);
        }
    }

    @Test
    void readsFromAnOffsetAndLeavesTheLogitsAlone() {
        float[] logits = {9, 9, 1, 3, 2};
        float[] before = logits.clone();
        SamplerChain chain = PLAIN.temperature(0).penalties(2, -1, 1, 1).chain(3);
        chain.accept(1);
        assertThat(chain.next(logits, 2)).isEqualTo(2);
        assertThat(logits).isEqualTo(before);
    }

    /** Frequencies of 200,000 draws against the probabilities: chi-square at 1 in 10,000. */
    @ParameterizedTest
    @MethodSource("distributions")
    void drawsByProbability(Options options, List<Double> expected) {
        float[] logits = {1, 3, 2, 0, NONE, 2, Float.NaN, -1};
        SamplerChain chain = options.chain(logits.length);
        int[] counts = new int[logits.length];
        int draws = 200_000;
        for (int i = 0; i < draws; i++) {
            counts[chain.next(logits, 0)]++;
        }
        double sum = expected.stream().mapToDouble(Double::doubleValue).sum();
        double chiSquare = 0;
        for (int i = 0; i < counts.length; i++) {
            double mean = draws * expected.get(i) / sum;
            if (mean == 0) {
                assertThat(counts[i]).isZero();
            } else {
                chiSquare += (counts[i] - mean) * (counts[i] - mean) / mean;
            }
        }
        // 5 degrees of freedom at most.
        assertThat(chiSquare).isLessThan(25.7);
    }

    static Object[][] distributions() {
        double e = Math.E;
        return new Object[][] {
            {PLAIN, List.of(e, e * e * e, e * e, 1.0, 0.0, e * e, 0.0, 1 / e)},
            {
                PLAIN.temperature(2),
                List.of(Math.exp(0.5), Math.exp(1.5), e, 1.0, 0.0, e, 0.0, Math.exp(-0.5))
            },
            {PLAIN.topK(2), List.of(0.0, e, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)},
            // Probabilities: 0.518, 0.191, 0.191, 0.070, 0.026, 0.010 (of 38.8 in all).
            {PLAIN.topP(0.7f), List.of(0.0, e, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)},
            {PLAIN.topP(0.71f), List.of(0.0, e, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0)},
            {PLAIN.minP(0.3f), List.of(0.0, e, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0)},
            {PLAIN.minP(0.1f), List.of(1.0, e * e, e, 0.0, 0.0, e, 0.0, 0.0)},
            // Temperature comes last: it does not change which candidates are left.
            {
                PLAIN.minP(0.3f).temperature(1000),
                List.of(0.0, Math.exp(0.001), 1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
            },
            {
                PLAIN.bias(Map.of(0, 2f, 1, NONE, 4, 5f)),
                List.of(e * e * e, 0.0, e * e, 1.0, 0.0, e * e, 0.0, 1 / e)
            },
        };
    }

    /** The nucleus, found without sorting, is that of a full sort. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 40, 255, 256, 257, 1025, 5000})
    void partialSelectionEqualsAFullSort(int size) {
        Random random = new Random(size);
        for (int round = 0; round < 40; round++) {
            float[] logits = SamplingFixtures.logits(random, size);
            int k = 1 + random.nextInt(size + 3);
            float p = Math.max(random.nextFloat(), 0.001f);
            List<Integer> ranks = ranks(logits);

            Candidates candidates = new Candidates(size);
            candidates.fill(logits, 0);
            new TopK(k).apply(candidates);
            assertThat(ids(candidates)).hasSameElementsAs(ranks.subList(0, Math.min(k, size)));

            candidates.fill(logits, 0);
            new TopP(p).apply(candidates);
            assertThat(ids(candidates)).isEqualTo(nucleus(logits, ranks, p));

            candidates.fill(logits, 0);
            candidates.rankFirst(k);
            int n = Math.min(k, size);
            assertThat(ids(candidates).subList(0, n)).isEqualTo(ranks.subList(0, n));
        }
    }

    private static List<Integer> nucleus(float[] logits, List<Integer> ranks, float p) {
        float max = value(logits[ranks.getFirst()]);
        double[] weights =
                ranks.stream()
                        .mapToDouble(id -> {
                            float logit = value(logits[id]);
                            return logit == max ? 1 : Math.exp(logit - (double) max);
                        })
                        .toArray();
        double total = Arrays.stream(weights).sum();
        double sum = 0;
        int count = 0;
        while (count < weights.length && sum < p * total) {
            sum += weights[count++];
        }
        return ranks.subList(0, count);
    }

    private static List<Integer> ranks(float[] logits) {
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted((a, b) -> {
                    int order = Float.compare(value(logits[b]), value(logits[a]));
                    // Float.compare tells 0 and -0 apart, which are equal here.
                    return order == 0 || value(logits[a]) == value(logits[b])
                            ? Integer.compare(a, b)
                            : order;
                })
                .toList();
    }

    private static List<Integer> ids(Candidates candidates) {
        return Arrays.stream(candidates.ids, 0, candidates.size).boxed().toList();
    }

    private static float value(float logit) {
        return Float.isNaN(logit) ? NONE : logit;
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void choosesEvenWhereNothingCanBe(float[] logits, int expected) {
        for (Options options :
                List.of(
                        PLAIN,
                        PLAIN.temperature(0),
                        PLAIN.temperature(1e-30f),
                        PLAIN.topK(2),
                        PLAIN.topP(0.5f),
                        PLAIN.minP(1),
                        PLAIN.topK(3).topP(0.9f).minP(0.1f).temperature(0.5f),
                        PLAIN.penalties(1.5f, -1, 1e38f, 1e38f))) {
            SamplerChain chain = options.chain(logits.length);
            for (int i = 0; i < 20; i++) {
                assertThat(chain.next(logits, 0)).isEqualTo(expected);
            }
        }
    }

    static Object[][] impossible() {
        float inf = Float.POSITIVE_INFINITY;
        return new Object[][] {
            {new float[] {Float.NaN, Float.NaN, Float.NaN}, 0},
            {new float[] {NONE, NONE, NONE, NONE}, 0},
            {new float[] {Float.NaN, NONE, 2, Float.NaN}, 2},
            {new float[] {1, inf, 3}, 1},
            {new float[] {-3e38f, 3e38f, 0}, 1},
            {new float[] {7}, 0},
        };
    }

    @Test
    void banningAllButOneLeavesIt() {
        SamplerChain chain = PLAIN.bias(Map.of(0, NONE, 1, NONE, 3, NONE)).chain(4);
        assertThat(chain.next(new float[] {9, 9, -9, 9}, 0)).isEqualTo(2);
    }

    @Test
    void aSeedReproduces() {
        float[] logits = SamplingFixtures.logits(new Random(5), 300);
        Options options = PLAIN.topK(50).topP(0.95f).temperature(0.8f).penalties(1.1f, 8, 0, 0);
        int[] first = tokens(options.seed(7L).chain(300), logits, 100);
        assertThat(tokens(options.seed(7L).chain(300), logits, 100)).isEqualTo(first);
        assertThat(tokens(options.seed(8L).chain(300), logits, 100)).isNotEqualTo(first);
        assertThat(tokens(options.seed(null).chain(300), logits, 100)).isNotEqualTo(first);
    }

    /** Fixed, so that a change of the random numbers or of the arithmetic is seen. */
    @Test
    void givesTheseTokensOnEveryPlatform() {
        float[] logits = new float[100];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (i * 37 % 101) / 16f;
        }
        SamplerChain chain =
                PLAIN.topK(40).topP(0.95f).minP(0.05f).temperature(0.75f).seed(42L).chain(100);
        assertThat(tokens(chain, logits, 12))
                .containsExactly(46, 60, 19, 49, 30, 24, 90, 5, 49, 27, 90, 38);
    }

    @Test
    void goesOnFromAStateAndFromTheStart() {
        float[] logits = SamplingFixtures.logits(new Random(6), 200);
        SamplerChain chain = PLAIN.penalties(1.3f, 16, 0, 0).chain(200);
        int[] first = tokens(chain, logits, 20);
        chain.reset();
        assertThat(tokens(chain, logits, 20)).isEqualTo(first);

        SamplerChain plain = PLAIN.chain(200);
        tokens(plain, logits, 10);
        long state = plain.randomState();
        int[] next = tokens(plain, logits, 20);
        SamplerChain other = PLAIN.seed(99L).chain(200);
        other.restoreRandomState(state);
        assertThat(tokens(other, logits, 20)).isEqualTo(next);
    }

    private static int[] tokens(SamplerChain chain, float[] logits, int count) {
        int[] tokens = new int[count];
        for (int i = 0; i < count; i++) {
            tokens[i] = chain.next(logits, 0);
            chain.accept(tokens[i]);
        }
        return tokens;
    }

    @Test
    void allocatesNothingPerToken() {
        int size = 32_000;
        float[] logits = SamplingFixtures.logits(new Random(1), size);
        for (Options options :
                List.of(
                        PLAIN.temperature(0).penalties(1.1f, 64, 0.1f, 0.1f),
                        PLAIN.topK(40).topP(0.9f).minP(0.05f).temperature(0.8f),
                        PLAIN.topP(0.99f).bias(Map.of(3, 1f)).penalties(1.1f, 64, 0, 0))) {
            SamplerChain chain = options.chain(size);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            tokens(chain, logits, 20);
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100; i++) {
                chain.accept(chain.next(logits, 0));
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
        }
    }

    @Test
    void refusesIdsAndLogitsThatDoNotFit() {
        SamplerChain chain = PLAIN.chain(10);
        assertThatThrownBy(() -> chain.accept(10))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessage("token 10 is not in the vocabulary: ids go from 0 to 9");
        assertThatThrownBy(() -> chain.accept(-1)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> chain.next(new float[12], 3))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("12 numbers");
        assertThatThrownBy(() -> chain.next(new float[12], -1))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> PLAIN.bias(Map.of(10, 1f)).chain(10))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("token 10");
        assertThatThrownBy(() -> PLAIN.chain(0)).isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void exponentialIsExact() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            double x = -random.nextDouble() * Math.pow(10, random.nextInt(6) - 3);
            if (x > -700) {
                assertThat(Exponential.exp(x) / StrictMath.exp(x)).isCloseTo(1, within(1e-13));
            }
        }
        assertThat(Exponential.exp(0)).isEqualTo(1);
        assertThat(Exponential.exp(-1e9)).isZero();
        assertThat(Exponential.exp(Double.NEGATIVE_INFINITY)).isZero();
    }

    /** The numbers of the algorithm's authors for the seed 1234567. */
    @Test
    void randomNumbersAreSplitMix64() {
        RandomSource random = new RandomSource(1234567);
        for (long expected :
                new long[] {6457827717110365317L, 3203168211198807973L, -8629252141511181193L}) {
            assertThat(random.next()).isEqualTo((expected >>> 11) * 0x1p-53);
        }
    }
}
