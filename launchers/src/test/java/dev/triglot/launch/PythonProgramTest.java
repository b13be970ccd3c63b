package dev.triglot.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonProgramTest {
    private static final Path MODEL =
            Path.of("../python-shim/src/test/resources/tiny.gguf").toAbsolutePath().normalize();

    @TempDir private Path folder;

    private record Outcome(int exitCode, String out, String err) {}

    private static Outcome run(String in, String... words) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Invocation invocation = Invocation.parse(List.of(words), PythonCommand.SYNTAX);
        int exitCode =
                new PythonProgram(
                                invocation,
                                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                                out,
                                err)
                        .run();
        return new Outcome(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    private String script(String... lines) throws IOException {
        Path file = folder.resolve("script.py");
        Files.writeString(file, String.join("\n", lines) + "\n");
        return file.toString();
    }

    @Test
    void aScriptSeesItsArgumentsAndFolderAndGivesTheExitCode() throws IOException {
        Files.writeString(folder.resolve("helper.py"), "word = 'helped'\n");
        String script =
                script(
                        "import atexit, sys, threading, helper",
                        "atexit.register(lambda: print('at exit'))",
                        "threading.Thread(target=lambda: print('thread')).start()",
                        "print(__name__, sys.argv[1:], helper.word, sys.argv[0] == __file__)",
                        "sys.exit(7)");
        Outcome outcome = run("", script, "-c", "b c");
        assertThat(outcome.out())
                .contains("__main__ ['-c', 'b c'] helped True\n", "thread\n", "at exit\n");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isEqualTo(7);
    }

    @Test
    void aTracebackShowsTheUsersLinesAndNothingElse() throws IOException {
        String script = script("def half(x):", "    return x / 0", "", "half(1)");
        Outcome outcome = run("", script);
        assertThat(outcome.err())
                .isEqualTo(
                        """
                        Traceback (most recent call last):
                          File "%s", line 4, in <module>
                            half(1)
                          File "%s", line 2, in half
                            return x / 0
                                   ~~^~~
                        ZeroDivisionError: division by zero
                        """
                                .formatted(script, script));
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void anErrorOfTheEngineHasNoJavaInIt() throws IOException {
        Outcome outcome = run("", script("import triglot", "triglot.open('missing.gguf')"));
        assertThat(outcome.err())
                .contains("line 2, in <module>", "triglot.open('missing.gguf')")
                .contains("ModelNotFoundError")
                .doesNotContain("dev.triglot", ".java", "launch.py");
    }

    @Test
    void textsModulesAndStandardInput() throws IOException {
        Outcome text = run("words", "-c", "import sys; print(sys.argv, input())", "x");
        assertThat(text.out()).isEqualTo("['-c', 'x'] words\n");
        Outcome module = run("{\"a\": 1}", "-m", "json.tool", "--compact");
        assertThat(module.out()).isEqualTo("{\"a\":1}\n");
        Outcome piped = run("import sys\nprint(sys.argv)\nsys.exit('bye')\n", "-", "x");
        assertThat(piped.out()).isEqualTo("['-', 'x']\n");
        assertThat(piped.err()).isEqualTo("bye\n");
        assertThat(piped.exitCode()).isEqualTo(1);
        Outcome missing = run("", folder.resolve("none.py").toString());
        assertThat(missing.err()).contains("can't open file", "none.py");
        assertThat(missing.exitCode()).isEqualTo(2);
    }

    @Test
    void aSandboxedProgramReachesTheGrantedModelOnly() throws IOException {
        String script =
                script(
                        "import triglot",
                        "with triglot.open('tiny', threads=1) as llm:",
                        "    print(len(llm.complete('Hello', max_tokens=2).tokens))",
                        "for attempt in (",
                        "    lambda: open(" + quoted(folder.resolve("script.py")) + "),",
                        "    lambda: triglot.open(" + quoted(MODEL) + "),",
                        "    lambda: __import__('java').type('java.lang.System'),",
                        "):",
                        "    try:",
                        "        attempt()",
                        "        print('reached')",
                        "    except Exception as error:",
                        "        print('refused')");
        Outcome outcome = run("", "--sandbox", "--model", "tiny=" + MODEL, script);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("2\nrefused\nrefused\nrefused\n");
    }

    @Test
    void aProgramThatTakesTooLongIsEnded() throws IOException {
        Outcome outcome = run("", "--timeout", "1", "-c", "while True: pass");
        assertThat(outcome.exitCode()).isEqualTo(124);
        assertThat(outcome.err()).contains("1 s");
    }

    private static String quoted(Path path) {
        return "r'" + path + "'";
    }
}
