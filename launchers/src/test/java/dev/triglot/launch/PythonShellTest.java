package dev.triglot.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PythonShellTest {
    @Test
    void aConversationWithPython() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Invocation invocation = Invocation.parse(List.of(), PythonCommand.SYNTAX);
        try (PythonShell shell =
                new PythonShell(
                        invocation,
                        new ByteArrayInputStream("Ann\n".getBytes(StandardCharsets.UTF_8)),
                        out)) {
            assertThat(evaluate(shell, out, "x = 6 * 7")).isEmpty();
            assertThat(evaluate(shell, out, "x")).isEqualTo("42\n");
            assertThat(evaluate(shell, out, "_ + 1\n'a'")).isEqualTo("43\n'a'\n");
            assertThat(evaluate(shell, out, "input('name? ')")).isEqualTo("name? 'Ann'\n");
            assertThat(evaluate(shell, out, "def f():\n    return 1 / 0\n")).isEmpty();
            assertThat(evaluate(shell, out, "f()"))
                    .isEqualTo(
                            """
                            Traceback (most recent call last):
                              File "<input 6>", line 1, in <module>
                                f()
                              File "<input 5>", line 2, in f
                                return 1 / 0
                                       ~~^~~
                            ZeroDivisionError: division by zero
                            """);
            assertThat(evaluate(shell, out, "1 +* 2")).contains("SyntaxError");
            assertIncompleteTexts(shell);
            assertThat(shell.complete("", "impo")).contains("import");
            assertThat(evaluate(shell, out, "import triglot")).isEmpty();
            assertThat(shell.complete("", "triglot.ope")).containsExactly("triglot.open(");
            assertThat(shell.complete("", "nothing.x")).isEmpty();
            assertThat(shell.evaluate("raise SystemExit(3)")).hasValue(3);
            assertThat(shell.end(3)).isEqualTo(3);
        }
    }

    private static void assertIncompleteTexts(PythonShell shell) {
        for (String text :
                List.of(
                        "for i in x:",
                        "for i in x:\n    y",
                        "if x:\n    y\nelse:",
                        "def f():\n    if x:",
                        "f(1,",
                        "'''a",
                        "@wrapped")) {
            assertThat(shell.isIncomplete(text)).as(text).isTrue();
        }
        for (String text : List.of("x", "1 +* 2", "for i in x:\n    y\n", "f(1,\n  2)")) {
            assertThat(shell.isIncomplete(text)).as(text).isFalse();
        }
    }

    private static String evaluate(PythonShell shell, ByteArrayOutputStream out, String text) {
        out.reset();
        assertThat(shell.evaluate(text)).isEmpty();
        return out.toString(StandardCharsets.UTF_8);
    }
}
