package dev.triglot.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.polyglot.host.Profile;
import dev.triglot.polyglot.host.TriglotHost;
import dev.triglot.polyglot.v1.Triglot;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.io.FileSystem;
import org.graalvm.polyglot.io.IOAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The module {@code triglot}; the scripts check themselves. */
class TriglotModuleTest {
    static final Path MODEL = Path.of("../polyglot-api/src/test/resources/tiny.gguf");

    @Test
    void doesWhatItsScriptChecks() {
        try (Scripts scripts = new Scripts()) {
            Scripts.Run run =
                    scripts.file(
                            Scripts.folder().resolve("triglot.mjs"),
                            List.of(),
                            "",
                            Map.of("MODEL", MODEL.toAbsolutePath().toString()));
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).isEqualTo("all checks passed\n");
            assertThat(run.code()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2, true, api_version, 'this module needs version 1 of Triglot''s API, the engine has 2'",
        "1, false, missing_feature, this module needs the feature chat"
    })
    void refusesAnEngineOfAnotherRelease(int version, boolean hasAll, String code, String text) {
        Triglot other =
                (Triglot)
                        Proxy.newProxyInstance(
                                Triglot.class.getClassLoader(),
                                new Class<?>[] {Triglot.class},
                                (proxy, method, arguments) ->
                                        switch (method.getName()) {
                                            case "apiVersion" -> version;
                                            case "hasFeature" -> hasAll;
                                            default -> "9.9";
                                        });
        JavaScriptSupport support = new JavaScriptSupport();
        FileSystem files = support.fileSystem(FileSystem.newDefaultFileSystem(), Profile.TRUSTED);
        Context.Builder builder =
                Context.newBuilder("js")
                        .allowAllAccess(true)
                        .option("engine.WarnInterpreterOnly", "false")
                        .allowIO(IOAccess.newBuilder().fileSystem(files).build());
        support.configure(builder, Profile.TRUSTED);
        String script =
                "try { require('triglot'); }"
                        + " catch (e) { console.log(`${e.name} ${e.code} ${e.message}`); }";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Context context = builder.build()) {
            support.install(context, other, Profile.TRUSTED);
            NodeRuntime.of(context)
                    .streams(InputStream.nullInputStream(), out, out)
                    .runText(script, List.of());
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .startsWith("TriglotError " + code + " " + text);
        }
    }

    @Test
    void worksWithoutFilesAndNetwork() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String script =
                """
                import { open } from "triglot";
                import { readFileSync } from "node:fs";
                const llm = await open("granted");
                const { text } = await llm.complete("Hello", { maxTokens: 3, temperature: 0 });
                const failed = (work) => { try { work(); return "done"; } catch (e) { return e.code; } };
                console.log(text.length > 0, llm.tokenize("Hello").length > 0, failed(() => Java.type("java.io.File")) !== "done",
                    failed(() => readFileSync("pom.xml")), llm.info.file,
                    await open("pom.xml").catch((e) => e.code),
                    await fetch("http://127.0.0.1:9").catch((e) => e.cause?.code ?? e.code),
                    Object.keys(process.env).length);
                """;
        try (TriglotHost host =
                        TriglotHost.builder("js").sandboxed().grantModel("granted", MODEL).build();
                Context context = host.newContext()) {
            int code =
                    NodeRuntime.of(context)
                            .streams(InputStream.nullInputStream(), out, err)
                            .runText(script, List.of());
            assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .isEqualTo("true true true EACCES tiny.gguf permission_denied EACCES 0\n");
            assertThat(code).isZero();
        }
    }
}
