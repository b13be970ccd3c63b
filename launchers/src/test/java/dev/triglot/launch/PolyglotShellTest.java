package dev.triglot.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolyglotShellTest {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    /** What Java prints belongs to the shell while there is one. */
    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
    }

    @Test
    void threeLanguagesShareWhatTheyHave() {
        try (ShellRun run = new ShellRun(PolyglotShell::new)) {
            assertThat(run.evaluate("import triglot; x = [1, 2]")).isEmpty();
            assertThat(run.evaluate("x")).isEqualTo("[1, 2]\n");
            assertThat(run.evaluate("%%js")).isEmpty();
            assertThat(run.language.prompt()).isEqualTo("js> ");
            assertThat(run.evaluate("const { open } = require('triglot'); typeof open"))
                    .isEqualTo("function\n");
            assertThat(run.evaluate("const n = await Promise.resolve(x[1] + 40); n"))
                    .isEqualTo("42\n");
            assertThat(run.evaluate("console.log({ n })")).isEqualTo("{ n: 42 }\n");
            assertThat(run.evaluate("throw new Error('no')"))
                    .startsWith("Error: no\n    at (Cell In[7]:1)\n");
            assertThat(run.evaluate("Promise.reject(new RangeError('nobody')); 1"))
                    .contains("RangeError: nobody", "1\n");
            assertThat(run.evaluate("%%java\nvar text = \"n is \" + n;")).isEmpty();
            assertThat(run.evaluate("text.length()")).isEqualTo("7\n");
            assertThat(run.evaluate("%%python\ntext")).isEqualTo("'n is 42'\n");
            assertThat(run.evaluate("%%ruby")).contains("there are %%python, %%js and %%java");
            assertThat(run.evaluate("1 / 0")).contains("ZeroDivisionError");
            assertThat(run.language.isIncomplete("def f():")).isTrue();
            assertThat(run.language.isIncomplete("f()")).isFalse();
            assertThat(run.language.complete("triglot.ope", "triglot.ope"))
                    .contains("triglot.open");
            assertThat(run.language.evaluate("exit(3)")).hasValue(3);
            assertThat(run.language.evaluate("%%js\nprocess.exit(4)")).hasValue(4);
        }
    }
}
