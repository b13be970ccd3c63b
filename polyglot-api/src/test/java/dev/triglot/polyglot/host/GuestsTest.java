package dev.triglot.polyglot.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts of both languages do with the API, in one context of each. */
class GuestsTest {
    private static final TriglotHost HOST = TriglotHost.builder("python", "js").build();

    @SuppressWarnings("NullAway.Init")
    private static Context context;

    @BeforeAll
    static void openContext() {
        context = HOST.newContext();
        context.getBindings("python").putMember("model_file", "src/test/resources/tiny.gguf");
        context.getBindings("js").putMember("modelFile", "src/test/resources/tiny.gguf");
        python(
                """
                import polyglot
                triglot = polyglot.import_value("triglot")
                model = triglot.open(model_file, {"threads": 1})
                """);
        js(
                """
                const triglot = Polyglot.import("triglot");
                const model = triglot.open(modelFile, {threads: 1});
                """);
    }

    @AfterAll
    static void closeContext() {
        python("model.close()");
        js("model.close()");
        context.close();
        HOST.close();
    }

    private static Value python(String source) {
        return context.eval("python", source);
    }

    private static Value js(String source) {
        return context.eval("js", source);
    }

    @Test
    void pythonStreamsByCallbackAndByPolling() {
        Value all =
                python(
                        """
                        def check():
                            session = model.newSession({"context_length": 64})
                            heard = []
                            done = session.generate("Hello", {"max_tokens": 8, "temperature": 0, "seed": 7},
                                lambda id, text: heard.append(text))
                            polled = []
                            generation = session.start("Hello", dict(max_tokens=8, temperature=0, seed=7))
                            while not generation.isDone():
                                piece = generation.poll(100)
                                if piece is not None:
                                    polled.append(piece.text())
                            again = generation.result()
                            session.close()
                            return [done.text(), "".join(heard), "".join(polled), again.text(), again.finishReason()]
                        check()
                        """);
        String text = all.getArrayElement(0).asString();
        assertThat(text).isNotEmpty();
        for (int i = 1; i < 4; i++) {
            assertThat(all.getArrayElement(i).asString()).isEqualTo(text);
        }
        assertThat(all.getArrayElement(4).asString()).isEqualTo("length");
    }

    @Test
    void javascriptStreamsByCallbackAndByPolling() {
        Value all =
                js(
                        """
                        (() => {
                            const session = model.newSession({contextLength: 64});
                            let heard = "";
                            const options = {maxTokens: 8, temperature: 0, seed: 7};
                            const done = session.generate("Hello", options, (id, text) => { heard += text; });
                            let polled = "";
                            const generation = session.start("Hello", options);
                            while (!generation.isDone()) {
                                const piece = generation.poll(100);
                                if (piece) polled += piece.text();
                            }
                            session.close();
                            return [done.text(), heard, polled];
                        })()
                        """);
        assertThat(all.getArrayElement(0).asString()).isNotEmpty();
        assertThat(all.getArrayElement(1).asString()).isEqualTo(all.getArrayElement(0).asString());
        assertThat(all.getArrayElement(2).asString()).isEqualTo(all.getArrayElement(0).asString());
    }

    @Test
    void aGuestsOwnExceptionComesOutOfItsCallbackAndTheSessionLivesOn() {
        Value python =
                python(
                        """
                        def check():
                            class Own(Exception): pass
                            def fail(id, text): raise Own("mine")
                            session = model.newSession(None)
                            try:
                                session.generate("Hello", None, fail)
                            except Own as e:
                                return str(e) + str(session.generate("Hello", {"maxTokens": 3}, None).completionTokens() <= 3)
                        check()
                        """);
        assertThat(python.asString()).isEqualTo("mineTrue");
        Value javascript =
                js(
                        """
                        (() => {
                            class Own extends Error {}
                            const session = model.newSession(null);
                            try {
                                session.generate("Hello", null, () => { throw new Own("mine"); });
                            } catch (e) {
                                return e.message + (e instanceof Own) + (session.generate("Hello", {maxTokens: 3}, null).completionTokens() <= 3);
                            }
                        })()
                        """);
        assertThat(javascript.asString()).isEqualTo("minetruetrue");
    }

    @Test
    void errorsHaveACodeAndAText() {
        Value python =
                python(
                        """
                        def check():
                            try:
                                model.newSession({"contextlenght": 5})
                            except BaseException as e:
                                return e.code() + ": " + e.text()
                        check()
                        """);
        assertThat(python.asString())
                .isEqualTo(
                        "invalid_argument: newSession has no option 'contextlenght': did you mean"
                                + " contextLength?");
        Value javascript =
                js(
                        """
                        (() => {
                            try { triglot.open("no-such-model", {download: false}); } catch (e) { return e.code(); }
                        })()
                        """);
        assertThat(javascript.asString()).isEqualTo("model_not_found");
        assertThatThrownBy(() -> js("model.newSession({kvCacheType: 'f8'})"))
                .isInstanceOf(PolyglotException.class)
                .hasMessageContaining("kvCacheType");
    }

    @Test
    void tokensGoBothWaysInBulk() {
        Value python =
                python(
                        """
                        def check():
                            import array
                            ids = model.tokenize("Hello world", None)
                            packed = array.array("i", ids.latin1().encode("latin-1"))
                            filled = bytearray(ids.byteLength())
                            ids.copyTo(filled)
                            wide = array.array("q", packed)
                            forms = [ids, list(packed), packed, wide, bytes(filled), filled, memoryview(packed), tuple(packed)]
                            texts = {model.detokenize(form, None) for form in forms}
                            return len(texts) == 1 and bytes(filled) == packed.tobytes()
                        check()
                        """);
        assertThat(python.asBoolean()).isTrue();
        Value javascript =
                js(
                        """
                        (() => {
                            const ids = model.tokenize("Hello world", null);
                            const own = new Int32Array(new ArrayBuffer(ids.buffer()));
                            const forms = [ids, own, Array.from(own), own.slice().buffer];
                            return new Set(forms.map(form => model.detokenize(form, null))).size === 1 && own.length === ids.length();
                        })()
                        """);
        assertThat(javascript.asBoolean()).isTrue();
    }

    @Test
    void whatIsNotThereYetSaysSo() {
        Value python =
                python(
                        """
                        def check():
                            try:
                                model.newSession(None).generate("a", {"grammar": "root ::= 'a'"}, None)
                            except BaseException as e:
                                return e.code() + e.text()
                        check()
                        """);
        assertThat(python.asString()).startsWith("not_implemented").contains("grammar");
    }

    @Test
    void statesAndEmbeddingsPassInBulk() {
        Value python =
                python(
                        """
                        def check():
                            import array
                            session = model.newSession({"contextLength": 64})
                            session.generate("Hello", {"maxTokens": 4, "seed": 1}, None)
                            state = session.saveBytes().latin1().encode("latin-1")
                            before = session.tokens().latin1()
                            session.reset()
                            session.loadBytes(state)
                            vectors = model.embed(["Hello", "world"], {"dimensionality": 8})
                            floats = array.array("f", vectors.vectors().latin1().encode("latin-1"))
                            length = sum(x * x for x in floats[:8])
                            cancelled = []
                            try:
                                model.embed("a", {"on_chunks": lambda sizes: cancelled.append(list(sizes)) or False})
                            except BaseException as e:
                                cancelled.append(e.code())
                            return before == session.tokens().latin1() and len(floats) == 16 and abs(length - 1) < 1e-4 and cancelled[1] == "cancelled"
                        check()
                        """);
        assertThat(python.asBoolean()).isTrue();
        Value javascript =
                js(
                        """
                        (() => {
                            const vector = new Float32Array(new ArrayBuffer(model.embed("Hello", null).vector(0).buffer()));
                            const task = model.startEmbed(["Hello"], null);
                            while (!task.await(100));
                            const session = model.newSession({contextLength: 64});
                            session.generate("Hello", {maxTokens: 4}, null);
                            session.loadBytes(new ArrayBuffer(session.saveBytes().buffer()));
                            return Math.abs(vector.reduce((sum, x) => sum + x * x, 0) - 1) < 1e-4 && task.result().count() === 1;
                        })()
                        """);
        assertThat(javascript.asBoolean()).isTrue();
    }

    @Test
    void oneSessionDoesOneThing() {
        Value python =
                python(
                        """
                        def check():
                            session = model.newSession({"contextLength": 64})
                            running = session.start("Hello", {"maxTokens": 100000, "logitBias": {model.eos(): None}})
                            seen = []
                            try:
                                session.generate("a", None, None)
                            except BaseException as e:
                                seen.append(e.code())
                            running.poll(1000)
                            running.cancel()
                            seen.append(running.result().finishReason())
                            session.generate("a", {"maxTokens": 1}, None)
                            session.close()
                            try:
                                session.generate("a", None, None)
                            except BaseException as e:
                                seen.append(e.code())
                            return " ".join(seen)
                        check()
                        """);
        assertThat(python.asString()).isEqualTo("busy cancelled closed");
    }

    @Test
    void relativePathsBeginInTheWorkingFolder(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("note.txt"), "here");
        String source = "open('note.txt').read()";
        try (TriglotHost host = TriglotHost.builder("python").workingFolder(folder).build();
                Context trusted = host.newContext()) {
            assertThat(trusted.eval("python", source).asString()).isEqualTo("here");
        }
        try (TriglotHost host =
                        TriglotHost.builder("python")
                                .sandboxed()
                                .grantFile(folder)
                                .workingFolder(folder)
                                .build();
                Context sandboxed = host.newContext()) {
            assertThat(sandboxed.eval("python", source).asString()).isEqualTo("here");
        }
    }
}
