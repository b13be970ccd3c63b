package dev.triglot.polyglot.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.LanguageModel;
import dev.triglot.polyglot.v1.TriglotError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.graalvm.polyglot.PolyglotException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sandboxed scripts that never end, or take all there is. */
class ExhaustionTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static LanguageModel shared;

    @BeforeAll
    static void openModel() {
        shared = LanguageModel.open(Path.of("src/test/resources/tiny.gguf"));
    }

    @AfterAll
    static void closeModel() {
        shared.close();
    }

    private static TriglotHost host(String language, Limits limits) {
        return TriglotHost.builder(language)
                .sandboxed()
                .grantModel("shared", shared)
                .grantStates(folder)
                .limits(limits)
                .build();
    }

    private static Guest begin(TriglotHost host, String language) {
        Guest guest = host.newGuest("tenant");
        if (language.equals("python")) {
            guest.eval(
                    "python",
                    """
                    import polyglot, time
                    model = polyglot.import_value("triglot").open("shared", None)
                    IDS = [5] * 1000
                    def stubborn():
                        while True:
                            try:
                                while True: pass
                            except BaseException: pass
                    """);
        } else {
            guest.eval("js", "const model = Polyglot.import('triglot').open('shared', null)");
        }
        return guest;
    }

    private static void ends(String language, Limits limits, String attack, String message) {
        try (TriglotHost host = host(language, limits);
                Guest guest = begin(host, language)) {
            assertThatThrownBy(() -> guest.eval(language, attack))
                    .as(attack)
                    .isInstanceOfSatisfying(
                            TriglotError.class,
                            e -> assertThat(e.code()).isEqualTo("limit_exceeded"))
                    .hasMessageContaining(message);
            assertThatThrownBy(() -> guest.eval(language, "1"))
                    .isInstanceOfSatisfying(
                            TriglotError.class, e -> assertThat(e.code()).isEqualTo("closed"));
        }
        try (var session = shared.newSession()) {
            assertThat(session.logits(new int[] {1})).isNotEmpty();
        }
    }

    private static final Limits SECONDS = Limits.DEFAULT.withTime(Duration.ofSeconds(4));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while True: pass",
                "stubborn()",
                "time.sleep(20)",
                "sum(1 for _ in iter(int, 1))",
                "model.newSession(None).generate('a', None, lambda id, text: stubborn())",
                "model.embed('a', {'onChunks': lambda sizes: stubborn()})",
                "s = model.newSession(None)\nwhile True: s.generate('a', {'maxTokens': 64}, None); s.reset()",
                "g = model.newSession(None).start('a', {'maxTokens': 4096})\nwhile True: g.poll(1000000)",
            })
    void pythonDoesNotRunForEver(String attack) {
        ends("python", SECONDS, attack, "longer than 4000 ms");
    }

    /** Code that ends at no safepoint, here a latch that nobody opens. */
    @Test
    void theCallerGoesOnWhereAGuestCannotBeStopped() {
        CountDownLatch end = new CountDownLatch(1);
        Supervisor supervisor =
                new Supervisor(Limits.DEFAULT.withTime(Duration.ofMillis(200)), () -> {});
        assertThatThrownBy(() -> supervisor.run(() -> await(end)))
                .isInstanceOf(TriglotError.class)
                .hasMessageContaining("its thread is left behind");
        end.countDown();
        supervisor.close();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (true) {}",
                "while (true) { try { while (true) {} } catch (e) {} finally { while (true) {} } }",
                "/(a|aa)+$/.test('a'.repeat(60) + 'b'); while (true) {}",
                "/^(?:(a+)\\1?)+$/.test('a'.repeat(5000) + 'b'); while (true) {}",
                "[1].map(function again(x) { while (true) [1].map(x => x); })",
                "model.newSession(null).generate('a', null, () => { while (true) {} })",
                "model.embed('a', {onChunks: () => { while (true) {} }})",
                "const g = model.newSession(null).start('a', {maxTokens: 4096}); while (true) g.poll(1000000)",
                "new Promise(done => done()).then(function again() { return Promise.resolve().then(again); })",
            })
    void javascriptDoesNotRunForEver(String attack) {
        ends("js", SECONDS, attack, "longer than 4000 ms");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    python | [bytearray(1000000) for _ in iter(int, 1)]
                    python | [list(range(10000)) for _ in iter(int, 1)]
                    python | [s.saveBytes() for s in [model.newSession({'contextLength': 1024})] if s.logits(IDS) for _ in iter(int, 1)]
                    js     | const kept = []; while (true) kept.push(new Uint8Array(1000000))
                    js     | const kept = []; while (true) kept.push({a: kept.length, b: [kept.length]})
                    js     | const kept = new Map(); while (true) kept.set(kept.size, new Array(10000).fill(kept.size))
                    """)
    void memoryThatIsKeptIsNoticed(String language, String attack) {
        Limits limits = Limits.DEFAULT.withTime(Duration.ofMinutes(2)).withHeapBytes(200_000_000);
        ends(language, limits, attack, "keeps more than 200000000 bytes");
    }

    @Test
    void garbageIsNotCounted() {
        Limits limits = Limits.DEFAULT.withHeapBytes(64_000_000).withTime(Duration.ofMinutes(2));
        try (TriglotHost host = host("js", limits);
                Guest guest = begin(host, "js")) {
            assertThat(
                            guest.eval(
                                            "js",
                                            "let n = 0; for (let i = 0; i < 2000; i++) n +="
                                                    + " new Uint8Array(1000000).length; n")
                                    .asLong())
                    .isEqualTo(2_000_000_000L);
        }
    }

    @Test
    void recursionWithoutEndIsTheScriptsOwnError() {
        try (TriglotHost host = host("js", Limits.DEFAULT);
                Guest guest = begin(host, "js")) {
            assertThat(
                            guest.eval(
                                            "js",
                                            "(() => { function f() { return f() + 1; } try { f(); }"
                                                    + " catch (e) { return e.name; } })()")
                                    .asString())
                    .isEqualTo("RangeError");
        }
    }

    @Test
    void statesTakeTheRoomThatTheyMayTake() {
        try (TriglotHost host =
                        host(
                                "js",
                                Limits.DEFAULT
                                        .withStateBytes(100_000)
                                        .withTime(Duration.ofMinutes(2)));
                Guest guest = begin(host, "js")) {
            assertThat(
                            guest.eval(
                                            "js",
                                            """
                                            (() => {
                                                const session = model.newSession({contextLength: 64});
                                                session.generate("Hello", {maxTokens: 32}, null);
                                                try {
                                                    for (let i = 0; i < 10000; i++) session.save("s" + i);
                                                } catch (e) { return e.code(); }
                                            })()
                                            """)
                                    .asString())
                    .isEqualTo("limit_exceeded");
        }
    }

    @Test
    void statementsOfJavascriptAreCounted() {
        try (TriglotHost counting =
                        TriglotHost.builder("js")
                                .sandboxed()
                                .limits(Limits.DEFAULT.withStatements(1000))
                                .build();
                Guest busy = counting.newGuest()) {
            assertThatThrownBy(() -> busy.eval("js", "let i = 0; while (true) { i++; }"))
                    .isInstanceOfSatisfying(
                            PolyglotException.class,
                            e -> assertThat(e.isResourceExhausted()).isTrue());
        }
    }
}
