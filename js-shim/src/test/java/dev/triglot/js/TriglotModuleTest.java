package dev.triglot.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.polyglot.host.TriglotHost;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.junit.jupiter.api.Test;

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
                            .streams(java.io.InputStream.nullInputStream(), out, err)
                            .runText(script, List.of());
            assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .isEqualTo("true true true EACCES tiny.gguf permission_denied EACCES 0\n");
            assertThat(code).isZero();
        }
    }
}
