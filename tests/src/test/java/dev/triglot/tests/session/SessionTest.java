package dev.triglot.tests.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.FinishReason;
import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.GenerationResult;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.ModelOptions;
import dev.triglot.engine.Session;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.TokenListener;
import dev.triglot.engine.error.ContextOverflowException;
import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.InvalidStateException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SessionTest {
    private static final Path FILE =
            Path.of("src/test/resources/fixtures/gguf/llama-gqa/llama-gqa-q4_K_M.gguf");
    private static final String PROMPT = "And God said, Let there be";
    private static final GenerationOptions GREEDY =
            GenerationOptions.builder().temperature(0).maxTokens(24).build();

    private LanguageModel model;

    @BeforeAll
    void open() {
        model = LanguageModel.open(FILE);
    }

    @AfterAll
    void close() {
        model.close();
    }

    @Test
    void aRepeatedPromptIsReusedUpToItsLastToken() {
        try (Session session = model.newSession()) {
            GenerationResult first = session.generate(PROMPT, GREEDY, TokenListener.NONE);
            List<Boolean> cached = new ArrayList<>();
            GenerationResult second =
                    session.generate(
                            PROMPT,
                            GREEDY,
                            new TokenListener() {
                                @Override
                                public boolean onPromptToken(int id, boolean reused) {
                                    cached.add(reused);
                                    return true;
                                }
                            });
            assertThat(second.tokens()).isEqualTo(first.tokens());
            assertThat(cached).hasSize(first.promptTokens().length).endsWith(false);
            assertThat(cached.subList(0, cached.size() - 1)).containsOnly(true);
            assertThat(second.timings().promptTokens()).isEqualTo(1);
        }
    }

    @Test
    void aConversationThatGrowsGivesWhatAFreshSessionGives() {
        int[] all = model.vocabulary().encode(PROMPT + " light: and there was light.", true, true);
        int[] begin = Arrays.copyOf(all, 5);
        try (Session grown = model.newSession();
                Session fresh = model.newSession()) {
            grown.generate(begin, GREEDY, TokenListener.NONE);
            assertThat(grown.logits(all)).isEqualTo(fresh.logits(all));
        }
    }

    @Test
    void batchesOfAnySizeAgree() {
        int[] ids = model.vocabulary().encode(PROMPT.repeat(8), true, true);
        float[] whole;
        try (Session session = model.newSession()) {
            whole = session.logits(ids);
        }
        for (int size : new int[] {1, 3, 16, 33}) {
            try (Session session = model.newSession(SessionOptions.DEFAULT.withBatchSize(size))) {
                assertThat(distance(session.logits(ids), whole))
                        .as("batches of %d", size)
                        .isLessThan(0.05f);
            }
        }
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() {
        int[] ids = model.vocabulary().encode(PROMPT.repeat(6), true, true);
        float[] expected;
        try (LanguageModel one = LanguageModel.open(FILE, ModelOptions.DEFAULT.withThreads(1));
                Session session = one.newSession()) {
            expected = session.logits(ids);
        }
        for (int threads : new int[] {2, 3, 5}) {
            try (LanguageModel many =
                            LanguageModel.open(FILE, ModelOptions.DEFAULT.withThreads(threads));
                    Session session = many.newSession()) {
                assertThat(session.logits(ids)).as("%d threads", threads).isEqualTo(expected);
            }
        }
    }

    @Test
    void threadsCanBeChangedWhileGenerating() {
        try (LanguageModel own = LanguageModel.open(FILE, ModelOptions.DEFAULT.withThreads(1));
                Session session = own.newSession()) {
            GenerationResult expected = session.generate(PROMPT, GREEDY, TokenListener.NONE);
            GenerationResult changed =
                    session.generate(
                            PROMPT,
                            GREEDY,
                            new TokenListener() {
                                private int count;

                                @Override
                                public boolean onToken(int id, String text) {
                                    own.setThreads(1 + count++ % 3);
                                    return true;
                                }
                            });
            assertThat(changed.tokens()).isEqualTo(expected.tokens());
            assertThatThrownBy(() -> own.setThreads(0))
                    .isInstanceOf(InvalidArgumentException.class);
        }
    }

    @Test
    void aSeedReproduces() {
        GenerationOptions seeded =
                GenerationOptions.builder()
                        .temperature(1.5f)
                        .topK(0)
                        .topP(1)
                        .minP(0)
                        .seed(7L)
                        .maxTokens(32)
                        .build();
        try (Session a = model.newSession();
                Session b = model.newSession()) {
            int[] tokens = a.generate(PROMPT, seeded, TokenListener.NONE).tokens();
            assertThat(b.generate(PROMPT, seeded, TokenListener.NONE).tokens()).isEqualTo(tokens);
            GenerationOptions other =
                    GenerationOptions.builder()
                            .temperature(1.5f)
                            .topK(0)
                            .topP(1)
                            .minP(0)
                            .seed(8L)
                            .maxTokens(32)
                            .build();
            assertThat(b.generate(PROMPT, other, TokenListener.NONE).tokens()).isNotEqualTo(tokens);
        }
    }

    @Test
    void theTextEndsBeforeAStopStringAndNoPartOfItIsShown() {
        try (Session session = model.newSession()) {
            String whole = session.generate(PROMPT, GREEDY, TokenListener.NONE).text();
            String stop = whole.substring(whole.length() / 2, whole.length() / 2 + 5);
            StringBuilder heard = new StringBuilder();
            GenerationOptions options =
                    GenerationOptions.builder()
                            .temperature(0)
                            .maxTokens(24)
                            .stop(List.of("never met", stop))
                            .build();
            GenerationResult result = session.generate(PROMPT, options, collect(heard));
            assertThat(result.text()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
            assertThat(result.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(heard.toString()).isEqualTo(result.text());
        }
    }

    @Test
    void whatIsHeardIsTheText() {
        try (Session session = model.newSession()) {
            StringBuilder heard = new StringBuilder();
            GenerationOptions options =
                    GenerationOptions.builder()
                            .temperature(2)
                            .topK(0)
                            .topP(1)
                            .minP(0)
                            .seed(3L)
                            .maxTokens(64)
                            .stop(List.of("zzz", "the LORD of hosts"))
                            .build();
            assertThat(session.generate(PROMPT, options, collect(heard)).text())
                    .isEqualTo(heard.toString());
        }
    }

    @Test
    void aFullWindowDropsItsOldestPartAndGoesOn() {
        SessionOptions small = SessionOptions.DEFAULT.withContextLength(32);
        GenerationOptions banEnd =
                GenerationOptions.builder()
                        .temperature(0)
                        .maxTokens(100)
                        .logitBias(Map.of(model.vocabulary().eos(), Float.NEGATIVE_INFINITY))
                        .build();
        try (Session session = model.newSession(small)) {
            GenerationResult result = session.generate(PROMPT, banEnd, TokenListener.NONE);
            assertThat(result.tokens()).hasSize(100);
            assertThat(result.finishReason()).isEqualTo(FinishReason.LENGTH);
        }
        try (Session session = model.newSession(small.withContextErase(0))) {
            GenerationResult result = session.generate(PROMPT, banEnd, TokenListener.NONE);
            assertThat(result.tokens().length + result.promptTokens().length).isEqualTo(33);
            assertThat(result.finishReason()).isEqualTo(FinishReason.LENGTH);
        }
    }

    @Test
    void aPromptThatIsTooLongSaysByHowMuch() {
        try (Session session = model.newSession(SessionOptions.DEFAULT.withContextLength(16))) {
            assertThatThrownBy(() -> session.generate(new int[20], GREEDY, TokenListener.NONE))
                    .isInstanceOf(ContextOverflowException.class)
                    .hasMessageContaining("20 tokens")
                    .hasMessageContaining("5 more");
        }
    }

    @Test
    void badIdsAreRefused() {
        try (Session session = model.newSession()) {
            assertThatThrownBy(() -> session.logits(new int[] {1, 2048}))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("2048");
            assertThatThrownBy(() -> session.logits(new int[0]))
                    .isInstanceOf(InvalidArgumentException.class);
        }
    }

    @Test
    void anotherThreadCancelsWithinAToken() throws Exception {
        try (Session session = model.newSession()) {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch cancelled = new CountDownLatch(1);
            List<Integer> after = new ArrayList<>();
            CompletableFuture<GenerationResult> running =
                    CompletableFuture.supplyAsync(() ->
                            session.generate(
                                    PROMPT,
                                    GREEDY,
                                    new TokenListener() {
                                        @Override
                                        public boolean onToken(int id, String text) {
                                            started.countDown();
                                            if (cancelled.getCount() == 0) {
                                                after.add(id);
                                            }
                                            await(cancelled);
                                            return true;
                                        }
                                    }));
            await(started);
            session.cancel();
            cancelled.countDown();
            assertThat(running.get(1, TimeUnit.MINUTES).finishReason())
                    .isEqualTo(FinishReason.CANCELLED);
            assertThat(after).hasSizeLessThanOrEqualTo(1);
            assertThat(session.generate(PROMPT, GREEDY, TokenListener.NONE).tokens()).isNotEmpty();
        }
    }

    @Test
    void aListenerCanStopOrThrowAndTheSessionLivesOn() {
        try (Session session = model.newSession()) {
            GenerationResult expected = session.generate(PROMPT, GREEDY, TokenListener.NONE);
            GenerationResult stopped =
                    session.generate(
                            PROMPT,
                            GREEDY,
                            new TokenListener() {
                                @Override
                                public boolean onToken(int id, String text) {
                                    return false;
                                }
                            });
            assertThat(stopped.finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(stopped.tokens()).hasSize(1);
            IllegalStateException own = new IllegalStateException("the listener's own");
            assertThatThrownBy(() ->
                            session.generate(
                                    PROMPT,
                                    GREEDY,
                                    new TokenListener() {
                                        @Override
                                        public boolean onToken(int id, String text) {
                                            throw own;
                                        }
                                    }))
                    .isSameAs(own);
            assertThat(session.generate(PROMPT, GREEDY, TokenListener.NONE).tokens())
                    .isEqualTo(expected.tokens());
        }
    }

    @Test
    void oneThreadAtATime() throws Exception {
        try (Session session = model.newSession()) {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            CompletableFuture<GenerationResult> running =
                    CompletableFuture.supplyAsync(() ->
                            session.generate(
                                    PROMPT,
                                    GREEDY,
                                    new TokenListener() {
                                        @Override
                                        public boolean onToken(int id, String text) {
                                            started.countDown();
                                            await(release);
                                            return true;
                                        }
                                    }));
            await(started);
            assertThatThrownBy(() -> session.generate(PROMPT, GREEDY, TokenListener.NONE))
                    .isInstanceOfSatisfying(
                            InvalidStateException.class,
                            e -> assertThat(e.code()).isEqualTo("busy"));
            release.countDown();
            running.get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void sessionsOfOneModelRunAtTheSameTimeAndAgree() {
        int[] expected;
        try (Session alone = model.newSession()) {
            expected = alone.generate(PROMPT, GREEDY, TokenListener.NONE).tokens();
        }
        List<CompletableFuture<int[]>> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            running.add(
                    CompletableFuture.supplyAsync(() -> {
                        try (Session session = model.newSession()) {
                            return session.generate(PROMPT, GREEDY, TokenListener.NONE).tokens();
                        }
                    }));
        }
        running.forEach(future -> assertThat(future.join()).isEqualTo(expected));
    }

    @Test
    void closedThingsSaySo() {
        LanguageModel own = LanguageModel.open(FILE);
        Session session = own.newSession();
        own.close();
        own.close();
        session.close();
        assertThatThrownBy(() -> session.generate(PROMPT, GREEDY, TokenListener.NONE))
                .isInstanceOfSatisfying(
                        InvalidStateException.class, e -> assertThat(e.code()).isEqualTo("closed"));
        assertThatThrownBy(own::newSession).isInstanceOf(InvalidStateException.class);
    }

    @Test
    void noTokensOnlyIngests() {
        try (Session session = model.newSession()) {
            GenerationResult result =
                    session.generate(
                            PROMPT,
                            GenerationOptions.builder().maxTokens(0).build(),
                            TokenListener.NONE);
            assertThat(result.tokens()).isEmpty();
            assertThat(result.finishReason()).isEqualTo(FinishReason.LENGTH);
        }
    }

    private static TokenListener collect(StringBuilder heard) {
        return new TokenListener() {
            @Override
            public boolean onToken(int id, String text) {
                heard.append(text);
                return true;
            }

            @Override
            public void onEnd(String rest) {
                heard.append(rest);
            }
        };
    }

    private static float distance(float[] a, float[] b) {
        float distance = 0;
        for (int i = 0; i < a.length; i++) {
            distance = Math.max(distance, Math.abs(a[i] - b[i]));
        }
        return distance;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the other thread never came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
