package dev.triglot.tests.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.GenerationResult;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.SessionOptions.KvCacheType;
import dev.triglot.engine.TokenListener;
import dev.triglot.engine.error.StateException;
import dev.triglot.engine.error.StateException.Reason;
import dev.triglot.engine.error.TriglotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Saving and loading of sessions, and files that are not what they say. */
class SavedSessionTest {
    private static final SessionOptions SMALL = SessionOptions.DEFAULT.withContextLength(64);

    private static final GenerationOptions SEEDED =
            GenerationOptions.builder().temperature(1).seed(11L).maxTokens(12).build();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private static LanguageModel model;

    private static LanguageModel open(String name) {
        return LanguageModel.open(
                Path.of("src/test/resources/fixtures/gguf", name, name + "-f16.gguf"));
    }

    @BeforeAll
    static void openModel() {
        model = open("llama-mini");
    }

    @AfterAll
    static void closeModel() {
        model.close();
    }

    private static int[] longer(int[] tokens) {
        return IntStream.concat(Arrays.stream(tokens), IntStream.of(40, 41, 42)).toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gptj-mini", "llama-mini", "mpt-mini"})
    void goesOnAsIfItHadNeverEnded(String name) {
        Path file = folder.resolve("state");
        try (LanguageModel own = open(name);
                Session first = own.newSession(SMALL);
                Session second = own.newSession(SMALL.withContextLength(80))) {
            first.generate("In the beginning", SEEDED, TokenListener.NONE);
            int[] tokens = first.tokens();
            first.save(file);
            second.load(file);
            assertThat(second.tokens()).isEqualTo(tokens);
            GenerationResult expected = first.generate(longer(tokens), SEEDED, TokenListener.NONE);
            GenerationResult found = second.generate(longer(tokens), SEEDED, TokenListener.NONE);
            assertThat(found.tokens()).isEqualTo(expected.tokens());
            assertThat(found.timings().promptTokens()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(KvCacheType.class)
    void bytesAreTheSameAsAFile(KvCacheType type) throws IOException {
        Path file = folder.resolve("state");
        try (Session session = model.newSession(SMALL.withKvCacheType(type))) {
            session.logits(new int[] {1, 300, 301});
            session.save(file);
            byte[] bytes = session.save();
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
            float[] expected = session.logits(new int[] {1, 300, 301, 302});
            session.reset();
            session.load(bytes);
            assertThat(session.tokens()).containsExactly(1, 300, 301);
            assertThat(session.logits(new int[] {1, 300, 301, 302})).isEqualTo(expected);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @ParameterizedTest
    @EnumSource(KvCacheType.class)
    void whatIsForgottenIsNotSaved(KvCacheType type) {
        try (Session once = model.newSession(SMALL.withKvCacheType(type));
                Session twice = model.newSession(SMALL.withKvCacheType(type))) {
            once.logits(new int[] {1, 300, 301});
            twice.logits(new int[] {1, 300, 301, 302, 303});
            twice.logits(new int[] {1, 300, 301});
            assertThat(twice.save()).isEqualTo(once.save());
        }
    }

    @Test
    void anEmptySessionCanBeSaved() {
        try (Session session = model.newSession(SMALL)) {
            byte[] bytes = session.save();
            session.logits(new int[] {1});
            session.load(bytes);
            assertThat(session.tokens()).isEmpty();
        }
    }

    @Test
    void whatBelongsElsewhereIsRefused() {
        byte[] state;
        try (Session session = model.newSession(SMALL)) {
            session.logits(IntStream.rangeClosed(1, 40).toArray());
            state = session.save();
        }
        try (LanguageModel other = open("gptj-mini");
                Session session = other.newSession(SMALL)) {
            assertRefused(session, state, Reason.STATE_MISMATCH, "another model");
        }
        try (Session session = model.newSession(SMALL.withKvCacheType(KvCacheType.F32))) {
            assertRefused(session, state, Reason.STATE_MISMATCH, "type");
        }
        try (Session session = model.newSession(SMALL.withContextLength(32))) {
            assertRefused(session, state, Reason.STATE_MISMATCH, "40 tokens");
        }
    }

    @Test
    void stateOfOtherAdaptersIsRefused() {
        Path adapter = Path.of("src/test/resources/adapters/llama-second.gguf");
        SessionOptions half = SMALL.withAdapter(adapter, 0.5f);
        byte[] state;
        try (Session session = model.newSession(half)) {
            session.logits(new int[] {1, 300});
            state = session.save();
        }
        try (Session alike = model.newSession(half)) {
            alike.load(state);
            assertThat(alike.tokens()).containsExactly(1, 300);
        }
        try (Session without = model.newSession(SMALL);
                Session whole = model.newSession(SMALL.withAdapter(adapter, 1))) {
            assertRefused(without, state, Reason.STATE_MISMATCH, "adapters");
            assertRefused(whole, state, Reason.STATE_MISMATCH, "adapters");
        }
    }

    private static void assertRefused(
            Session session, byte[] state, Reason reason, String message) {
        assertThatThrownBy(() -> session.load(state))
                .isInstanceOfSatisfying(
                        StateException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
        assertThat(session.tokens()).isEmpty();
    }

    @Test
    void damageIsFoundWhereverItIs() {
        try (Session session = model.newSession(SMALL)) {
            session.logits(new int[] {1, 300});
            byte[] state = session.save();
            SplittableRandom random = new SplittableRandom(5);
            for (int i = 0; i < 600; i++) {
                byte[] damaged = state.clone();
                int at = i < 80 ? i : random.nextInt(state.length);
                damaged[at] ^= (byte) (1 << random.nextInt(8));
                assertThatThrownBy(() -> session.load(damaged))
                        .as("byte %d", at)
                        .isInstanceOf(StateException.class);
                byte[] cut = Arrays.copyOf(state, at);
                assertThatThrownBy(() -> session.load(cut))
                        .as("cut at %d", at)
                        .isInstanceOf(StateException.class);
            }
            session.load(state);
            assertThat(session.tokens()).containsExactly(1, 300);
        }
    }

    @Test
    void filesThatAreNoneSaySo() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "not a state at all".repeat(20));
        try (Session session = model.newSession(SMALL)) {
            assertThatThrownBy(() -> session.load(text))
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining(text.toString());
            assertThatThrownBy(() -> session.load(folder.resolve("absent")))
                    .hasMessageContaining("no such file");
            assertThatThrownBy(() -> session.save(folder.resolve("no/such/folder")))
                    .isInstanceOf(TriglotException.class);
        }
    }
}
