package dev.triglot.polyglot.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.LanguageModel;
import dev.triglot.polyglot.v1.TriglotError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.graalvm.polyglot.PolyglotException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sandboxed script tries, and must not get. */
class SandboxTest {
    private static final Path MODEL = Path.of("src/test/resources/tiny.gguf");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static LanguageModel shared;

    @SuppressWarnings("NullAway.Init")
    private static TriglotHost host;

    /** Has both languages; no test may break it. */
    @SuppressWarnings("NullAway.Init")
    private static Guest guest;

    @BeforeAll
    static void openGuest() throws IOException {
        Files.writeString(folder.resolve("secret.txt"), "the secret");
        Files.createDirectory(folder.resolve("states"));
        shared = LanguageModel.open(MODEL);
        host =
                TriglotHost.builder("python", "js")
                        .sandboxed()
                        .grantModel("own", MODEL)
                        .grantModel("shared", shared)
                        .grantStates(folder.resolve("states"))
                        .grantFile(Files.writeString(folder.resolve("granted.txt"), "for you"))
                        .limits(
                                Limits.DEFAULT
                                        .withTime(Duration.ofMinutes(1))
                                        .withSessions(2)
                                        .withContextLength(128)
                                        .withMaxTokens(64))
                        .build();
        guest = host.newGuest("alice");
        prepare(guest);
    }

    private static void prepare(Guest guest) {
        guest.eval(
                "python",
                """
                import polyglot
                triglot = polyglot.import_value("triglot")
                model = triglot.open("shared", None)
                def code(action):
                    try:
                        action()
                    except BaseException as e:
                        return e.code()
                    return "went through"
                """);
        guest.eval(
                "js",
                """
                const triglot = Polyglot.import("triglot");
                let model = triglot.open("shared", null);
                """);
    }

    @AfterAll
    static void closeGuest() {
        guest.close();
        host.close();
        shared.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "open('SECRET').read()",
                "open('/etc/passwd').read()",
                "open('/proc/self/environ').read()",
                "__import__('os').listdir('/')",
                "__import__('os').stat('SECRET')",
                "open('SECRET.new', 'w')",
                "__import__('pathlib').Path('SECRET').unlink()",
                "__import__('java').type('java.lang.System').getenv()",
                "__import__('java').type('java.lang.Runtime').getRuntime().exec('true')",
                "__import__('java').add_to_classpath('/')",
                "triglot.getClass()",
                "triglot.close()",
                "triglot.store().list()",
                "model.info().hyperparameters().getClass()",
                "model.sessions",
                "triglot.open('SECRET', None)",
                "triglot.openVocabulary('SECRET')",
                "triglot.inspect('/etc/passwd')",
                "__import__('socket').create_connection(('127.0.0.1', 9), 1)",
                "__import__('urllib.request').request.urlopen('http://127.0.0.1:9/')",
                "__import__('subprocess').run(['true'])",
                "__import__('os').fork()",
                "__import__('ctypes').CDLL(None)",
                "__import__('polyglot').eval(language='js', string='1')",
                "__import__('_thread').start_new_thread(print, ())",
                "model.newSession(None).save('../secret.txt')",
                "model.newSession(None).save('/etc/x')",
                "model.newSession(None).load('SECRET')",
                "model.newSession({'contextLength': 129})",
                "[model.newSession({'contextLength': 32}) for _ in range(9)]",
                "model.newSession(None).generate('a', {'maxTokens': 65}, None)",
                "model.embed('a', {'contextLength': 100000})",
                "model.setThreads(1)",
            })
    void pythonDoesNotGet(String attempt) {
        refused("python", attempt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Java.type('java.lang.System')",
                "java.lang.System.getenv()",
                "Packages.java.lang.System.getenv()",
                "load('SECRET')",
                "loadWithNewGlobal('SECRET')",
                "read('SECRET')",
                "require('fs').readFileSync('SECRET')",
                "process.env.PATH.length",
                "fetch('http://127.0.0.1:9/').status.length",
                "new WebSocket('ws://127.0.0.1:9/')",
                "new Worker('SECRET')",
                "triglot.getClass()",
                "triglot.class.forName('java.lang.System')",
                "triglot.constructor.constructor('return Java')().type('java.lang.System')",
                "(function () {}).constructor('return Java')().type('java.lang.System')",
                "triglot.close()",
                "triglot.store().list()",
                "model.info().warnings().add('x')",
                "model.info().hyperparameters().put('x', 1)",
                "Polyglot.eval('python', '1')",
                "Polyglot.evalFile('python', 'SECRET')",
                "triglot.open('SECRET', null)",
                "triglot.memoryEstimate('/etc/passwd', null)",
                "model.newSession(null).save('../secret.txt')",
                "model.newSession({contextLength: 129})",
                "for (let i = 0; i < 9; i++) model.newSession({contextLength: 32})",
                "model.newSession(null).generate('a', {maxTokens: 65}, null)",
                "model.setThreads(1)",
            })
    void javascriptDoesNotGet(String attempt) {
        refused("js", attempt);
    }

    private static void refused(String language, String attempt) {
        String code = attempt.replace("SECRET", folder.resolve("secret.txt").toString());
        assertThatThrownBy(() -> guest.eval(language, code))
                .as(attempt)
                .isInstanceOf(PolyglotException.class)
                .hasMessageNotContaining("the secret");
        assertThat(folder.resolve("secret.txt")).hasContent("the secret");
        assertThat(folder.resolve("secret.txt.new")).doesNotExist();
        // Sessions that the attempt has opened before it was refused.
        guest.eval("python", "model.close()\nmodel = triglot.open('shared', None)");
        guest.eval("js", "model.close(); model = triglot.open('shared', null);");
    }

    @Test
    void refusalsHaveACode() {
        assertThat(guest.eval("python", "code(lambda: triglot.open('other', None))").asString())
                .isEqualTo("permission_denied");
        assertThat(
                        guest.eval(
                                        "python",
                                        "code(lambda: model.newSession({'contextLength': 129}))")
                                .asString())
                .isEqualTo("limit_exceeded");
    }

    @Test
    void oneTenantsSessionsAndStatesAreNotAnothers() {
        try (Guest other = host.newGuest()) {
            other.eval("js", "const triglot = Polyglot.import('triglot'); var mine = 5;");
            guest.eval("js", "Polyglot.export('leak', 7)");
            assertThat(other.eval("js", "Polyglot.import('leak') === undefined").asBoolean())
                    .isTrue();
            assertThat(guest.eval("js", "typeof mine").asString()).isEqualTo("undefined");
            other.eval("js", "triglot.open('shared', null).close()");
            assertThat(guest.eval("js", "triglot.open('shared', null).vocabSize()").asInt())
                    .isPositive();
        }
        assertThat(shared.newSession().contextLength()).isPositive();
    }

    @Test
    void whatIsGrantedWorks() {
        assertThat(
                        guest.eval(
                                        "python",
                                        """
                                        def granted():
                                            own = triglot.open("own", {"threads": 1})
                                            session = own.newSession({"contextLength": 64})
                                            session.generate("Hello", {"maxTokens": 4, "seed": 1}, None)
                                            session.save("one")
                                            before = session.tokens().length()
                                            session.reset()
                                            session.load("one")
                                            after = session.tokens().length()
                                            session.loadBytes(session.saveBytes())
                                            vectors = own.embed(["a", "b c"], {"contextLength": 64})
                                            own.close()
                                            return before == after and vectors.count() == 2 and before > 0
                                        granted()
                                        """)
                                .asBoolean())
                .isTrue();
        assertThat(folder.resolve("states/alice/one")).exists();
    }

    @Test
    void grantedFilesCanBeReadAndNothingElse() {
        String file = folder.resolve("granted.txt").toString();
        guest.context().getBindings("python").putMember("granted_file", file);
        assertThat(guest.eval("python", "open(granted_file).read()").asString())
                .isEqualTo("for you");
        refused("python", "open('SECRET'.replace('secret', 'granted'), 'a').write('x')");
        refused("python", "__import__('os').remove('SECRET'.replace('secret', 'granted'))");
        refused(
                "python",
                "open('SECRET'.replace('secret.txt', 'granted.txt/../secret.txt')).read()");
        assertThat(folder.resolve("granted.txt")).hasContent("for you");
    }

    @Test
    void oneTenantsStatesAreNotAnothers() {
        guest.eval("python", "model.newSession({'contextLength': 64}).save('mine')");
        String load =
                """
                import polyglot
                def load(name):
                    session = polyglot.import_value("triglot").open("shared", None).newSession(None)
                    try:
                        session.load(name)
                        return "loaded"
                    except BaseException as e:
                        return e.code()
                """;
        try (Guest again = host.newGuest("alice");
                Guest other = host.newGuest("bob");
                Guest nobody = host.newGuest()) {
            for (Guest one : new Guest[] {again, other, nobody}) {
                one.eval("python", load);
            }
            assertThat(again.eval("python", "load('mine')").asString()).isEqualTo("loaded");
            assertThat(other.eval("python", "load('mine')").asString())
                    .isEqualTo("state_unreadable");
            assertThat(other.eval("python", "load('../alice/mine')").asString())
                    .isEqualTo("permission_denied");
            assertThat(nobody.eval("python", "load('mine')").asString())
                    .isEqualTo("permission_denied");
        }
        assertThatThrownBy(() -> host.newGuest("../alice"))
                .isInstanceOfSatisfying(
                        TriglotError.class,
                        e -> assertThat(e.code()).isEqualTo("invalid_argument"));
    }
}
