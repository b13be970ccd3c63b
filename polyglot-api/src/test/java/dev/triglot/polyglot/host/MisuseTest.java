package dev.triglot.polyglot.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scripts do wrong, in both languages: an error with a code, and the model stays usable. */
class MisuseTest {
    private static final TriglotHost HOST = TriglotHost.builder("python", "js").build();

    @SuppressWarnings("NullAway.Init")
    private static Guest guest;

    @BeforeAll
    static void openGuest() {
        guest = HOST.newGuest();
        guest.eval(
                "python",
                """
                import polyglot
                triglot = polyglot.import_value("triglot")
                FILE = "src/test/resources/tiny.gguf"
                TEXT = "a b c d e " * 100
                model = triglot.open(FILE, {"threads": 1})

                class Own(Exception): pass

                def fail(*args): raise Own("mine")

                def closed(thing):
                    thing.close()
                    return thing

                def outcome(action):
                    session = model.newSession({"contextLength": 64, "contextErase": 0})
                    try:
                        action(session)
                        result = "nothing"
                    except Own as e:
                        result = "Own"
                    except TypeError as e:
                        result = "TypeError: " + str(e)
                    except BaseException as e:
                        result = e.code() + ": " + e.text()
                    session.cancel()
                    closed(session)
                    with_another = model.newSession({"contextLength": 64})
                    with_another.generate("Hello", {"maxTokens": 2}, None)
                    with_another.close()
                    return result
                """);
        guest.eval(
                "js",
                """
                const triglot = Polyglot.import("triglot");
                const FILE = "src/test/resources/tiny.gguf";
                const TEXT = "a b c d e ".repeat(100);
                const model = triglot.open(FILE, {threads: 1});
                class Own extends Error {}
                function fail() { throw new Own("mine"); }
                function closed(thing) { thing.close(); return thing; }
                function outcome(action) {
                    const session = model.newSession({contextLength: 64, contextErase: 0});
                    let result = "nothing";
                    try {
                        action(session);
                    } catch (e) {
                        result = e instanceof Own ? "Own" : e instanceof TypeError ? "TypeError: " + e.message
                            : e.code() + ": " + e.text();
                    }
                    session.cancel();
                    session.close();
                    const another = model.newSession({contextLength: 64});
                    another.generate("Hello", {maxTokens: 2}, null);
                    another.close();
                    return result;
                }
                """);
    }

    @AfterAll
    static void closeGuest() {
        guest.close();
        HOST.close();
    }

    /** Expressions that are the same in both languages, but for these words. */
    private static String javascript(String python) {
        return python.replace("None", "null")
                .replace("True", "true")
                .replaceAll("lambda ([a-z, ]*): ", "($1) => ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    s.generate("a", {"maxTokns": 5}, None)                           | invalid_argument | did you mean maxTokens
                    s.generate("a", {"max_tokns": 5}, None)                          | invalid_argument | did you mean max_tokens
                    s.generate("a", {"temprature": 5}, None)                         | invalid_argument | did you mean temperature
                    s.generate("a", {"zzzzzzzzzzz": 5}, None)                        | invalid_argument | the options are
                    s.generate("a", {"maxTokens": "five"}, None)                     | invalid_argument | maxTokens
                    s.generate("a", {"maxTokens": 1.5}, None)                        | invalid_argument | maxTokens
                    s.generate("a", {"maxTokens": -1}, None)                         | invalid_argument | maxTokens
                    s.generate("a", {"temperature": -1}, None)                       | invalid_argument | temperature
                    s.generate("a", {"stop": [1]}, None)                             | invalid_argument | stop
                    s.generate("a", 5, None)                                         | invalid_argument | options of generate
                    s.generate(["a"], None, None)                                    | invalid_argument | prompt
                    s.generate([100000], None, None)                                 | invalid_argument | 100000
                    s.generate([], None, None)                                       | invalid_argument | no tokens
                    s.generate(TEXT, None, None)                                     | context_overflow | context of 64
                    s.logits({"a": 1})                                               | invalid_argument | ids
                    s.load("no/such/state")                                          | state_unreadable | no such file
                    s.loadBytes([1, 2, 3])                                           | invalid_argument | must be bytes
                    s.save("no/such/folder/state")                                   | not_writable     | no/such/folder
                    closed(s).generate("a", None, None)                              | closed           | open a new one
                    triglot.open("no-such-model.gguf", {"download": None})           | model_not_found  | no-such-model
                    triglot.open(FILE, {"device": "gpu9"})                           | invalid_argument | device
                    triglot.open(FILE, {"thread": 2})                                | invalid_argument | did you mean threads
                    closed(triglot.open(FILE, None)).newSession(None)                | closed           | open it again
                    closed(triglot.open(FILE, None)).embed("a", None)                | closed           | open it again
                    model.embed("", None)                                            | invalid_argument | text 0
                    model.embed(["a", 5], None)                                      | invalid_argument | texts
                    model.embed("a", {"dimensionality": 100000})                     | invalid_argument | 100000
                    model.embed("a", {"longTextMode": "cut"})                        | invalid_argument | longTextMode
                    model.embed(["a"], None).vector(1)                               | invalid_argument | vector 1
                    model.newSession({"contextLength": -5})                          | invalid_argument | contextLength
                    model.setThreads(0)                                              | invalid_argument | threads
                    model.renderChat([{"rol": "user"}], None)                        | invalid_argument | role
                    s.generate("a", None, fail)                                      | Own              |
                    s.generate("a", None, lambda id, text: fail())                   | Own              |
                    model.embed("a", {"onChunks": fail})                             | Own              |
                    s.generate("a", None, lambda id, text: s.generate("b", None, None)) | busy          | second session
                    s.generate("a", None, lambda id, text: s.close())                | busy             | return false
                    [s.start("a", None), s.start("a", None)]                         | busy             | second session
                    [s.start("a", None), s.generate("a", None, None)]                | busy             | second session
                    [s.start("a", None), s.tokens()]                                 | busy             | second session
                    model.tokenize(5, None)                                          | TypeError        |
                    """)
    void errorsAreClear(String code, String expected, String text) {
        for (String language : new String[] {"python", "js"}) {
            String call =
                    language.equals("python")
                            ? "outcome(lambda s: " + code + ")"
                            : "outcome(s => " + javascript(code) + ")";
            assertThat(guest.eval(language, call).asString())
                    .as("%s: %s", language, call)
                    .startsWith(expected)
                    .contains(text == null ? "" : text);
        }
    }

    @Test
    void anAbandonedStreamEndsWithItsSession() {
        assertThat(
                        guest.eval(
                                        "python",
                                        """
                                        def abandoned():
                                            own = triglot.open(FILE, {"threads": 1})
                                            session = own.newSession({"contextLength": 64})
                                            stream = session.start("a", {"maxTokens": 1000000})
                                            stream.poll(1000)
                                            own.close()
                                            return session.isClosed() and own.isClosed()
                                        abandoned()
                                        """)
                                .asBoolean())
                .isTrue();
    }

    @Test
    void aCallbackThatThrowsLeavesTheSessionAsItWas() {
        Value outcome =
                guest.eval(
                        "js",
                        """
                        (() => {
                            const session = model.newSession({contextLength: 64});
                            const options = {maxTokens: 8, temperature: 0};
                            const expected = session.generate("Hello", options, null).text();
                            const chat = session.newChat({system: "s", template: "{% for m in messages %}{{ m.content }}{% endfor %}"});
                            const thrown = [];
                            for (const at of [1, 3, 5]) {
                                let heard = 0;
                                try {
                                    session.generate("Hello", options, () => { if (++heard === at) fail(); });
                                } catch (e) { thrown.push(e instanceof Own); }
                                try { chat.send("Hi", options, fail); } catch (e) { thrown.push(e instanceof Own); }
                            }
                            try {
                                session.generate("Hello", options, {onToken() {}, onPromptToken: fail});
                            } catch (e) { thrown.push(e instanceof Own); }
                            const again = session.generate("Hello", options, null).text();
                            return thrown.join() + (again === expected) + chat.messages().length;
                        })()
                        """);
        assertThat(outcome.asString()).isEqualTo("true,true,true,true,true,true,truetrue1");
    }

    @Test
    void aFullContextEndsTheGenerationOrMakesRoom() {
        Value outcome =
                guest.eval(
                        "python",
                        """
                        def full(erase):
                            session = model.newSession({"contextLength": 32, "contextErase": erase})
                            done = session.generate("Hello", {"maxTokens": 100, "temperature": 0, "logitBias": {model.eos(): None}}, None)
                            session.close()
                            return done.finishReason() + str(done.completionTokens() > 40)
                        full(0) + " " + full(0.5)
                        """);
        assertThat(outcome.asString()).isEqualTo("lengthFalse lengthTrue");
    }
}
