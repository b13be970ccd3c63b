package dev.triglot.tests.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.Batch;
import dev.triglot.engine.FinishReason;
import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.GenerationResult;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.LoraAdapter;
import dev.triglot.engine.Session;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.TokenListener;
import dev.triglot.engine.error.ContextOverflowException;
import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.InvalidStateException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several generations in one pass: each as if it were alone. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BatchTest {
    private static final String SMALL = "llama-mini-q4_0";
    private static final String PROMPT = "And God said, Let there be";
    private static final List<String> PROMPTS =
            List.of(
                    PROMPT,
                    "In the beginning God created the heaven and the earth. In the beginning",
                    "And",
                    "Blessed are the meek: for they shall inherit the earth. ".repeat(4),
                    "The LORD is my shepherd;",
                    "1 2 3 4",
                    "And the evening and the morning were the first day. And God said,");

    private static GenerationOptions.Builder options() {
        return GenerationOptions.builder().temperature(0).maxTokens(20);
    }

    /** A prompt, and how it goes on. */
    private record Request(String prompt, SessionOptions session, GenerationOptions options) {
        GenerationResult alone(LanguageModel model) {
            try (Session session = model.newSession(session())) {
                return session.generate(prompt, options, TokenListener.NONE);
            }
        }
    }

    /** Every kind of generation that there is. */
    private static List<Request> mixed() {
        SessionOptions usual = SessionOptions.DEFAULT.withContextLength(128);
        List<Request> requests = new ArrayList<>();
        for (String prompt : PROMPTS) {
            requests.add(new Request(prompt, usual, options().build()));
        }
        requests.add(
                new Request(
                        PROMPT, usual, options().temperature(0.9f).seed(7L).maxTokens(33).build()));
        requests.add(
                new Request(
                        PROMPT,
                        usual.withBatchSize(2),
                        options().temperature(2).topK(0).topP(1).seed(1L).build()));
        requests.add(new Request(PROMPTS.get(1), usual, options().draftLength(6).build()));
        requests.add(new Request(PROMPTS.get(3), usual.withBatchSize(7), options().build()));
        requests.add(
                new Request(
                        PROMPTS.get(1),
                        usual.withContextLength(48).withBatchSize(16).withContextErase(0.5f),
                        options().maxTokens(70).repeatPenalty(1.3f).build()));
        requests.add(
                new Request(
                        PROMPTS.get(4),
                        usual.withKvCacheType(SessionOptions.KvCacheType.F32).withContextErase(0),
                        options().maxTokens(200).build()));
        requests.add(new Request(PROMPT, usual, options().stop(List.of("the", "light")).build()));
        requests.add(new Request(PROMPT, usual, options().maxTokens(0).build()));
        return requests;
    }

    /** Runs requests that join one after the other, some steps apart. */
    private static List<GenerationResult> together(
            LanguageModel model, List<Request> requests, int maxTokens, int stepsApart) {
        List<Session> sessions = new ArrayList<>();
        try (Batch batch = model.newBatch(maxTokens)) {
            List<CompletableFuture<GenerationResult>> results = new ArrayList<>();
            for (Request request : requests) {
                Session session = model.newSession(request.session());
                sessions.add(session);
                results.add(
                        batch.add(
                                session, request.prompt(), request.options(), TokenListener.NONE));
                for (int i = 0; i < stepsApart; i++) {
                    batch.step();
                }
            }
            batch.run();
            return results.stream().map(CompletableFuture::join).toList();
        } finally {
            sessions.forEach(Session::close);
        }
    }

    private static void compare(List<GenerationResult> found, List<GenerationResult> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i).tokens())
                    .as("request %d", i)
                    .isEqualTo(expected.get(i).tokens());
            assertThat(found.get(i).text()).isEqualTo(expected.get(i).text());
            assertThat(found.get(i).finishReason()).isEqualTo(expected.get(i).finishReason());
            assertThat(found.get(i).promptTokens()).isEqualTo(expected.get(i).promptTokens());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama-mini-f16", "llama-mini-bf16", "llama-mini-q4_0", "llama-mini-q4_1",
                "llama-mini-q5_0", "llama-mini-q5_1", "llama-mini-q8_0", "llama-mini-q2_K",
                "llama-mini-q3_K_M", "llama-mini-q4_K_M", "llama-mini-q5_K_M", "llama-mini-q6_K",
                "llama-mini-iq4_nl", "llama-mini-iq4_xs", "llama-gqa-q4_K_M", "gptj-mini-f16",
                "gptj-mini-q5_0", "mpt-mini-f16", "mpt-mini-q4_0", "mpt-mini-q6_K"
            })
    void tokensAreThoseOfOneAlone(String name) {
        try (LanguageModel model = LanguageModel.open(Models.file(name))) {
            List<Request> requests = mixed();
            List<GenerationResult> alone =
                    requests.stream().map(request -> request.alone(model)).toList();
            compare(together(model, requests, 512, 0), alone);
            compare(together(model, requests, 512, 3), alone);
            compare(together(model, requests, 512, 11), alone);
        }
    }

    /** Prompts in small parts, so that a pass has not room for all. */
    @Test
    void whoFindsNoRoomComesNext() {
        try (LanguageModel model = LanguageModel.open(Models.file(SMALL))) {
            List<Request> requests =
                    mixed().stream()
                            .map(request ->
                                    new Request(
                                            request.prompt(),
                                            request.session().withBatchSize(8),
                                            request.options()))
                            .toList();
            List<GenerationResult> alone =
                    requests.stream().map(request -> request.alone(model)).toList();
            compare(together(model, requests, 8, 1), alone);
            compare(together(model, requests, 19, 2), alone);
        }
    }

    @Test
    void randomMixesChangeNothing() {
        SplittableRandom random = new SplittableRandom(11);
        try (LanguageModel model = LanguageModel.open(Models.file(SMALL))) {
            List<Request> requests = mixed();
            List<GenerationResult> alone =
                    requests.stream().map(request -> request.alone(model)).toList();
            for (int mix = 0; mix < 25; mix++) {
                int[] chosen = random.ints(1 + mix % 17, 0, requests.size()).toArray();
                List<Request> some = new ArrayList<>();
                List<GenerationResult> expected = new ArrayList<>();
                for (int i : chosen) {
                    some.add(requests.get(i));
                    expected.add(alone.get(i));
                }
                compare(together(model, some, 512, random.nextInt(6)), expected);
            }
        }
    }

    @Test
    void aSessionGoesOnFromWhatItHolds() {
        try (LanguageModel model = LanguageModel.open(Models.file(SMALL));
                Batch batch = model.newBatch();
                Session alone = model.newSession();
                Session shared = model.newSession();
                Session other = model.newSession()) {
            for (int round = 0; round < 3; round++) {
                String prompt = PROMPT.repeat(1 + round);
                var found = batch.add(shared, prompt, options().build(), TokenListener.NONE);
                var neighbour =
                        batch.add(other, PROMPTS.get(round), options().build(), TokenListener.NONE);
                batch.run();
                assertThat(neighbour).isCompleted();
                GenerationResult expected =
                        alone.generate(prompt, options().build(), TokenListener.NONE);
                compare(List.of(found.join()), List.of(expected));
                assertThat(shared.tokens()).isEqualTo(alone.tokens());
                assertThat(shared.save()).isEqualTo(alone.save());
            }
        }
    }

    @Test
    void adaptersAreThoseOfTheSession() {
        Path folder = Path.of("src/test/resources/adapters");
        try (LanguageModel model = LanguageModel.open(Models.file("llama-mini-f16"));
                LoraAdapter first = model.openAdapter(folder.resolve("llama-first.gguf"))) {
            SessionOptions plain = SessionOptions.DEFAULT;
            List<Request> requests = new ArrayList<>();
            for (String prompt : PROMPTS) {
                requests.add(new Request(prompt, plain, options().build()));
                requests.add(new Request(prompt, plain.withAdapter(first, 1), options().build()));
                requests.add(
                        new Request(
                                prompt,
                                plain.withAdapter(folder.resolve("llama-second.gguf"), 2),
                                options().build()));
            }
            List<GenerationResult> alone =
                    requests.stream().map(request -> request.alone(model)).toList();
            assertThat(alone.get(1).tokens()).isNotEqualTo(alone.getFirst().tokens());
            compare(together(model, requests, 512, 1), alone);
        }
    }

    @Test
    void oneEndsAndTheOthersGoOn() {
        try (LanguageModel model = LanguageModel.open(Models.file(SMALL));
                Batch batch = model.newBatch();
                Session stopped = model.newSession();
                Session cancelled = model.newSession();
                Session broken = model.newSession();
                Session untouched = model.newSession()) {
            Session closed = model.newSession();
            IllegalStateException own = new IllegalStateException("the listener's own");
            Request request = new Request(PROMPT, SessionOptions.DEFAULT, options().build());
            var stop = batch.add(stopped, PROMPT, options().build(), onToken(3, () -> false));
            var cancel =
                    batch.add(
                            cancelled,
                            PROMPT,
                            options().build(),
                            onToken(
                                    5,
                                    () -> {
                                        cancelled.cancel();
                                        return true;
                                    }));
            var fail =
                    batch.add(
                            broken,
                            PROMPT,
                            options().build(),
                            onToken(
                                    2,
                                    () -> {
                                        throw own;
                                    }));
            var close = batch.add(closed, PROMPT, options().build(), TokenListener.NONE);
            var expected = batch.add(untouched, PROMPT, options().build(), TokenListener.NONE);
            assertThat(batch.step()).isTrue();
            closed.close();
            batch.run();
            assertThat(stop.join().finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(stop.join().tokens()).hasSize(3);
            assertThat(cancel.join().finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(cancel.join().tokens()).hasSize(5);
            assertThatThrownBy(fail::join).hasCause(own);
            assertThat(close.join().finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(close.join().tokens()).hasSize(1);
            compare(List.of(expected.join()), List.of(request.alone(model)));
            assertThat(batch.step()).isFalse();
            for (Session session : List.of(stopped, cancelled, broken)) {
                GenerationResult after =
                        session.generate(PROMPT, options().build(), TokenListener.NONE);
                assertThat(after.tokens()).isEqualTo(expected.join().tokens());
            }
        }
    }

    @Test
    void whenAllAreCancelledThePassIsAbandoned() {
        try (LanguageModel model = LanguageModel.open(Models.file(SMALL));
                Batch batch = model.newBatch();
                Session first = model.newSession();
                Session second = model.newSession()) {
            var results =
                    List.of(
                            batch.add(first, PROMPT, options().build(), TokenListener.NONE),
                            batch.add(second, PROMPT, options().build(), TokenListener.NONE));
            batch.step();
            first.cancel();
            second.cancel();
            assertThat(batch.step()).isFalse();
            for (var result : results) {
                assertThat(result.join().finishReason()).isEqualTo(FinishReason.CANCELLED);
            }
        }
    }

    @Test
    void generationsJoinFromListenersAndThreads() throws Exception {
        try (LanguageModel model = LanguageModel.open(Models.file(SMALL));
                Batch batch = model.newBatch();
                Session first = model.newSession();
                Session second = model.newSession();
                Session third = model.newSession()) {
            List<CompletableFuture<GenerationResult>> later = new ArrayList<>();
            CountDownLatch joined = new CountDownLatch(1);
            Thread thread =
                    new Thread(() -> {
                        later.add(batch.add(third, PROMPT, options().build(), TokenListener.NONE));
                        joined.countDown();
                    });
            var result =
                    batch.add(
                            first,
                            PROMPT,
                            options().build(),
                            onToken(
                                    2,
                                    () -> {
                                        later.add(
                                                batch.add(
                                                        second,
                                                        PROMPT,
                                                        options().build(),
                                                        TokenListener.NONE));
                                        thread.start();
                                        try {
                                            return joined.await(1, TimeUnit.MINUTES);
                                        } catch (InterruptedException e) {
                                            throw new IllegalStateException(e);
                                        }
                                    }));
            batch.run();
            thread.join();
            assertThat(later).hasSize(2);
            for (var other : later) {
                assertThat(other.join().tokens()).isEqualTo(result.join().tokens());
            }
        }
    }

    @Test
    void aSessionIsBusyUntilItsGenerationHasEnded() {
        try (LanguageModel model = LanguageModel.open(Models.file(SMALL));
                Session session = model.newSession()) {
            Batch batch = model.newBatch();
            var result = batch.add(session, PROMPT, options().build(), TokenListener.NONE);
            expectCode("busy", session::tokens);
            expectCode("busy", () -> add(batch, session));
            batch.close();
            assertThat(result.join().finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(session.tokens()).isEmpty();
            expectCode("closed", () -> add(batch, session));
            assertThat(batch.step()).isFalse();
        }
    }

    @Test
    void listenersCannotWaitForTheirOwnStep() {
        try (LanguageModel model = LanguageModel.open(Models.file(SMALL));
                Batch batch = model.newBatch();
                Session session = model.newSession();
                Session other = model.newSession()) {
            var result =
                    batch.add(
                            session,
                            PROMPT,
                            options().build(),
                            onToken(
                                    1,
                                    () -> {
                                        expectCode("busy", session::close);
                                        expectCode("busy", other::close);
                                        expectCode("busy", batch::close);
                                        expectCode("busy", batch::step);
                                        return false;
                                    }));
            var neighbour = batch.add(other, PROMPT, options().build(), TokenListener.NONE);
            batch.run();
            assertThat(result.join().tokens()).hasSize(1);
            assertThat(neighbour).isCompleted();
        }
    }

    @Test
    void closingTheModelEndsItsGenerations() {
        LanguageModel model = LanguageModel.open(Models.file(SMALL));
        Batch batch = model.newBatch();
        var result = batch.add(model.newSession(), PROMPT, options().build(), TokenListener.NONE);
        batch.step();
        model.close();
        assertThat(result.join().finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(batch.step()).isFalse();
        batch.close();
        expectCode("closed", model::newBatch);
    }

    @Test
    void whatCannotJoinIsRefused() {
        try (LanguageModel model = LanguageModel.open(Models.file(SMALL));
                LanguageModel another = LanguageModel.open(Models.file(SMALL));
                Session stranger = another.newSession();
                Session session = model.newSession(SessionOptions.DEFAULT.withContextLength(16));
                Batch small = model.newBatch(4)) {
            GenerationOptions options = options().build();
            assertThatThrownBy(() -> small.add(stranger, PROMPT, options, TokenListener.NONE))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("another model");
            assertThatThrownBy(() -> small.add(session, PROMPT, options, TokenListener.NONE))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("batchSize");
            try (Batch batch = model.newBatch()) {
                assertThatThrownBy(
                                () -> batch.add(session, new int[20], options, TokenListener.NONE))
                        .isInstanceOf(ContextOverflowException.class);
            }
            assertThat(session.tokens()).isEmpty();
            assertThatThrownBy(() -> model.newBatch(0))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("maxTokens");
        }
    }

    private static void add(Batch batch, Session session) {
        assertThat(batch.add(session, PROMPT, options().build(), TokenListener.NONE)).isNotDone();
    }

    private static void expectCode(String code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        InvalidStateException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private interface Action {
        boolean run();
    }

    /** Does something at a token, counted from 1. */
    private static TokenListener onToken(int which, Action action) {
        return new TokenListener() {
            private int count;

            @Override
            public boolean onToken(int id, String text) {
                return ++count != which || action.run();
            }
        };
    }
}
