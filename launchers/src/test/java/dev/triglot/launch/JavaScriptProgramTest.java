package dev.triglot.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.launch.Invocation.Syntax;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaScriptProgramTest {
    private static final Syntax SYNTAX = new Syntax(Set.of("-e"), Set.of(), Set.of());

    @TempDir private Path folder;

    private record Run(int code, String out, String err) {}

    private static Run run(String input, String... words) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                new JavaScriptProgram(
                                Invocation.parse(List.of(words), SYNTAX),
                                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                                out,
                                err)
                        .run();
        return new Run(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Path script(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aScriptWithItsArgumentsAndInput() throws IOException {
        Path file =
                script(
                        "a.mjs",
                        """
                        let text = "";
                        for await (const chunk of process.stdin) text += chunk;
                        console.log(process.argv.slice(2).join(), text);
                        process.exitCode = 4;
                        """);
        assertThat(run("typed", file.toString(), "-e", "--sandbox"))
                .isEqualTo(new Run(4, "-e,--sandbox typed\n", ""));
    }

    @Test
    void aTextAndStandardInput() throws IOException {
        assertThat(run("", "-e", "console.log(1 + 1, process.argv[1])", "x").out())
                .isEqualTo("2 x\n");
        assertThat(run("console.log('read'); process.exit(3)", "-"))
                .isEqualTo(new Run(3, "read\n", ""));
    }

    @Test
    void whatIsThrownPointsAtTheScript() throws IOException {
        Path file = script("b.mjs", "const f = () => { throw new RangeError('bad'); };\n\nf();\n");
        Run run = run("", file.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("RangeError: bad\n").contains("b.mjs:3:1");
        assertThat(run.err()).doesNotContain("~triglot", "java");
    }

    @Test
    void aSandboxedProgramReadsNothing() throws IOException {
        Path file =
                script(
                        "c.mjs",
                        """
                        import { readFileSync } from "node:fs";
                        try { readFileSync(process.argv[2]); } catch (e) { console.log(e.code); }
                        throw new Error("here");
                        """);
        Run run = run("", "--sandbox", file.toString(), file.toString());
        assertThat(run.out()).isEqualTo("EACCES\n");
        assertThat(run.err()).contains("c.mjs:3:7");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void whatTakesTooLongIsEnded() throws IOException {
        for (String endless : List.of("while (true) {}", "setInterval(() => {}, 1000)")) {
            Run run = run("", "--timeout", "1", "-e", endless);
            assertThat(run.code()).isEqualTo(124);
            assertThat(run.err()).isEqualTo("triglot: ended after 1 s\n");
        }
    }
}
