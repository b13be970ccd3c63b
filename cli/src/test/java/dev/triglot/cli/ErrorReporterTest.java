package dev.triglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.cli.terminal.TestConsole;
import dev.triglot.engine.error.ContextOverflowException;
import dev.triglot.engine.error.InvalidArgumentException;
import org.junit.jupiter.api.Test;

class ErrorReporterTest {
    private final TestConsole test = TestConsole.silent();
    private final ErrorReporter reporter = new ErrorReporter(test.console());

    @Test
    void anErrorOfTheEngineIsItsMessage() {
        int code = reporter.report(new ContextOverflowException("300 tokens too many"));
        assertThat(code).isEqualTo(1);
        assertThat(test.err().lines()).containsExactly("triglot: 300 tokens too many");
    }

    @Test
    void anArgumentOutOfRangeIsWrongUsage() {
        assertThat(reporter.report(new InvalidArgumentException("topP is 2"))).isEqualTo(2);
    }

    @Test
    void whatNobodyExpectedIsOneLineToo() {
        int code = reporter.report(new IllegalStateException("first\nsecond"));
        assertThat(code).isEqualTo(1);
        assertThat(test.err().lines())
                .singleElement()
                .asString()
                .contains("unexpected", "first\\nsecond", "--verbose");
    }

    @Test
    void verboseShowsWhere() {
        test.console().setVerbose(true);
        reporter.report(new IllegalStateException("broken"));
        assertThat(test.err()).contains("\tat " + ErrorReporterTest.class.getName());
    }

    @Test
    void aHostileNameCannotForgeALine() {
        reporter.report(new ContextOverflowException("key a\u001b[1A\nok"));
        assertThat(test.err().lines()).containsExactly("triglot: key a\\u001b[1A\\nok");
    }

    @Test
    void aFullHeapSaysHowToGetALargerOne() {
        assertThat(reporter.report(new OutOfMemoryError("Java heap space"))).isEqualTo(1);
        assertThat(test.err()).contains("TRIGLOT_JAVA_OPTS=-Xmx");
    }
}
