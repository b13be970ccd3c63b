package dev.triglot.js;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.triglot.polyglot.host.TriglotHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts as Node's users write them; those of the folder {@code scripts} check themselves. */
class NodeRuntimeTest {
    private static Scripts scripts;

    @TempDir private Path folder;

    @BeforeAll
    static void open() {
        scripts = new Scripts();
    }

    @AfterAll
    static void close() {
        scripts.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"modules.mjs", "loop.cjs", "builtins.mjs"})
    void runsAScript(String name) {
        Scripts.Run run = scripts.file(Scripts.folder().resolve(name));
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void givesAScriptItsProcess() {
        Scripts.Run run =
                scripts.file(
                        Scripts.folder().resolve("process.mjs"),
                        List.of("first", "--second"),
                        "line one\nline two\n",
                        Map.of("TRIGLOT_TEST", "yes"));
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("got SIGINT\n");
        assertThat(run.code()).isEqualTo(7);
    }

    @Test
    void fetchesFromAServer() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (var executor = Executors.newCachedThreadPool()) {
            server.setExecutor(executor);
            server.createContext("/", NodeRuntimeTest::answer);
            server.start();
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            Scripts.Run run =
                    scripts.file(
                            Scripts.folder().resolve("fetch.mjs"),
                            List.of(),
                            "",
                            Map.of("BASE", base));
            server.stop(0);
            executor.shutdownNow();
            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isZero();
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/redirect" -> {
                    exchange.getResponseHeaders().set("Location", "/echo");
                    exchange.sendResponseHeaders(302, -1);
                }
                case "/large" -> {
                    exchange.sendResponseHeaders(200, 300_000);
                    exchange.getResponseBody().write(new byte[300_000]);
                }
                case "/endless" -> {
                    exchange.sendResponseHeaders(200, 0);
                    while (true) {
                        exchange.getResponseBody().write(new byte[100]);
                        exchange.getResponseBody().flush();
                        Thread.sleep(5);
                    }
                }
                case "/echo" -> echo(exchange);
                default -> exchange.sendResponseHeaders(404, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void echo(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String json =
                "{\"method\":\"%s\",\"path\":\"%s\",\"test\":\"%s\",\"body\":\"%s\"}"
                        .formatted(
                                exchange.getRequestMethod(),
                                exchange.getRequestURI(),
                                exchange.getRequestHeaders().getFirst("X-Test"),
                                body.replace("\"", "\\\""));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Test
    void runsTestsOfNodesOwnKind() {
        Path file = Scripts.folder().resolve("node-test.mjs");
        Scripts.Run passed = scripts.file(file);
        assertThat(passed.out()).contains("✔ passes", "inner,before,runs", "ℹ fail 0");
        assertThat(passed.code()).isZero();
        Scripts.Run failed = scripts.file(file, List.of("fail"), "", Map.of());
        assertThat(failed.out()).contains("✖ fails", "ERR_ASSERTION", "ℹ fail 1");
        assertThat(failed.code()).isEqualTo(1);
    }

    @Test
    void endsWithAnErrorThatNobodyCaught() throws IOException {
        Path file = folder.resolve("broken.cjs");
        Files.writeString(file, "function f() {\n  throw new TypeError('broken');\n}\nf();\n");
        Scripts.Run run = scripts.file(file);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("TypeError: broken", "at f (", "broken.cjs:2");
        assertThat(run.err()).doesNotContain("java", "Exception in thread");
    }

    @Test
    void endsWithARejectionThatNobodyHandled() {
        assertThat(scripts.text("Promise.reject(new RangeError('late'))").code()).isEqualTo(1);
        assertThat(scripts.text("setTimeout(() => { throw new Error('later') }, 1)").err())
                .contains("Error: later");
        Scripts.Run handled =
                scripts.text(
                        "process.on('unhandledRejection', e => console.log('seen', e));"
                                + "Promise.reject(5)");
        assertThat(handled.out()).isEqualTo("seen 5\n");
        assertThat(handled.code()).isZero();
        Scripts.Run caught =
                scripts.text(
                        "process.on('uncaughtException', e => console.log(e.message));"
                                + "setTimeout(() => { throw new Error('one') }, 1);"
                                + "setTimeout(() => console.log('goes on'), 20)");
        assertThat(caught.out()).isEqualTo("one\ngoes on\n");
    }

    @Test
    void tellsWhereASyntaxErrorIs() throws IOException {
        Path file = folder.resolve("wrong.mjs");
        Files.writeString(file, "const a = 1;\nconst b = ;\n");
        Scripts.Run run = scripts.file(file);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("SyntaxError").contains("wrong.mjs:2");
    }

    @Test
    void exitsAtOnce() {
        Scripts.Run run =
                scripts.text(
                        "process.on('exit', c => console.log('exit', c));"
                                + "try { process.exit(4) } finally { console.log('not reached') }");
        assertThat(run.out()).isEqualTo("exit 4\n");
        assertThat(run.code()).isEqualTo(4);
        assertThat(scripts.text("process.exitCode = 9").code()).isEqualTo(9);
    }

    @Test
    void tellsOfATopLevelAwaitThatNeverEnds() {
        Scripts.Run run = scripts.text("await new Promise(() => {})");
        assertThat(run.code()).isEqualTo(13);
        assertThat(run.err()).contains("unsettled top-level await");
    }

    @Test
    void takesTextWithImports() {
        Scripts.Run run =
                scripts.text(
                        "import os from 'os'; console.log(typeof os.EOL, process.argv.length,"
                                + " require('path').sep)");
        assertThat(run.out()).isEqualTo("string 1 /\n");
    }

    @Test
    void saysThatAFileIsMissing() {
        Scripts.Run run = scripts.file(folder.resolve("none.js"));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("Cannot find module", "MODULE_NOT_FOUND");
    }

    @Test
    void evaluatesTheEntriesOfASession() throws TimeoutException {
        try (Context context = scripts.context()) {
            NodeRuntime runtime = NodeRuntime.of(context);
            runtime.evaluate("const x = await Promise.resolve([1, 2])");
            assertThat(runtime.inspect(runtime.evaluate("x"))).isEqualTo("[ 1, 2 ]");
            runtime.evaluate("import path, { sep as mark } from 'path'");
            assertThat(runtime.evaluate("path.basename(`a${mark}b`)").asString()).isEqualTo("b");
            assertThat(runtime.complete("path.base")).containsExactly("path.basename");
            runtime.evaluate("async function later() { return await Promise.resolve(5); }");
            runtime.evaluate("if (true) { globalThis.got = await later(); }");
            assertThat(runtime.evaluate("got + await later()").asInt()).isEqualTo(10);
            runtime.evaluate("let declared = 1");
            assertThat(runtime.complete("decl")).contains("declared");
            assertThatThrownBy(() -> runtime.evaluate("nosuch"))
                    .isInstanceOf(PolyglotException.class)
                    .hasMessageContaining("nosuch is not defined");
            var waiting = CompletableFuture.runAsync(() -> interruptSoon(runtime));
            assertThatThrownBy(() ->
                            runtime.evaluate("await new Promise(() => setTimeout(() => {}, 1e6))"))
                    .isInstanceOf(CancellationException.class);
            waiting.join();
            assertThat(runtime.evaluate("6 * 7").asInt()).isEqualTo(42);
        }
    }

    private static void interruptSoon(NodeRuntime runtime) {
        try {
            Thread.sleep(300);
            runtime.interrupt();
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void endsAScriptThatDoesNotListenToASignal() {
        for (String script : List.of("while (true) {}", "setInterval(() => {}, 1000)")) {
            try (TriglotHost host = TriglotHost.builder("js").build()) {
                NodeRuntime runtime = NodeRuntime.of(host.newContext());
                CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS)
                        .execute(() -> runtime.signal("SIGINT", 2));
                assertThat(runtime.runText(script, List.of())).isEqualTo(130);
            }
        }
    }

    @Test
    void programsStartInTheWorkingFolder() throws IOException {
        Path file = folder.resolve("where.js");
        Files.writeString(file, "console.log(process.cwd())");
        Scripts.Run run = scripts.in(folder, file, List.of(), Map.of());
        assertThat(run.out().strip()).isEqualTo(folder.toAbsolutePath().toString());
    }
}
