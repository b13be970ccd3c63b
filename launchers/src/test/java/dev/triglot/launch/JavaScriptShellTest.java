package dev.triglot.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.launch.Invocation.Syntax;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JavaScriptShellTest {
    @Test
    void aConversationWithJavaScript() {
        Invocation invocation =
                Invocation.parse(List.of(), new Syntax(Set.of("-e"), Set.of(), Set.of()));
        try (ShellRun run = new ShellRun(terminal -> new JavaScriptShell(invocation, terminal))) {
            assertThat(run.evaluate("const x = 6 * 7")).isEqualTo("undefined\n");
            assertThat(run.evaluate("x")).isEqualTo("42\n");
            assertThat(run.evaluate("const { open } = await import('triglot')"))
                    .isEqualTo("undefined\n");
            assertThat(run.evaluate("typeof open")).isEqualTo("'function'\n");
            assertThat(run.evaluate("process.stdout.write('a'); 1")).isEqualTo("a1\n");
            assertThat(run.evaluate("nosuch")).startsWith("Uncaught ReferenceError: nosuch");
            assertThat(run.evaluate("Promise.reject(new RangeError('nobody')); 1"))
                    .contains("RangeError: nobody");
            assertThat(run.evaluate("x")).isEqualTo("42\n");
            assertThat(run.language.isIncomplete("function f() {")).isTrue();
            assertThat(run.language.isIncomplete("f(")).isTrue();
            assertThat(run.language.isIncomplete("await f()")).isFalse();
            assertThat(run.language.complete("process.ver", "process.ver"))
                    .contains("process.version");
            assertThat(run.language.evaluate("process.exit(3)")).hasValue(3);
        }
    }
}
