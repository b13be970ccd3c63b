package dev.triglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.cli.terminal.TestConsole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final TestConsole test = TestConsole.silent();

    private int run(String... args) {
        return Main.run(test.console(), args);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frobnicate",
                "run --frobnicate",
                "run --temp hot hello",
                "run -m ./no-such.gguf --temp -1 hello",
                "run -n -5 hello",
                "run -f a.txt hello",
                "tokenize hello",
                "tokenize -m m --batch b.json hello",
                "detokenize -m m",
                "logits -m m",
                "logits -m m --ids 1 hello",
                "perplexity -m m",
                "perplexity -m m -f a -c 1",
                "bench -m m -r 0",
                "bench -m m -o yaml",
                "verify",
                "inspect",
                "models frobnicate",
                "models pull",
                "completion fish",
                "--kernels fast run hello"
            })
    void wrongUsageIsOneLineAndExitCodeTwo(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(test.err().lines()).singleElement().asString().startsWith("triglot: ");
        assertThat(test.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tokenize -m ./no-such.gguf hello",
                "inspect ./no-such.gguf",
                "run -m ./no-such.gguf hello",
                "run -f ./no-such.txt",
                "perplexity -m ./no-such.gguf -f ./no-such.txt"
            })
    void whatFailedIsOneLineAndExitCodeOne(String line) {
        assertThat(run(line.split(" "))).isEqualTo(1);
        assertThat(test.err().lines()).singleElement().asString().contains("no-such");
        assertThat(test.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"python x.py", "js x.mjs", "polyglot", "notebook install"})
    void commandsOfTheScriptAloneSaySo(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(test.err()).contains("start it with the script triglot");
    }

    @Test
    void anUnknownCommandNamesTheNearestOne() {
        run("tokenise");
        assertThat(test.err()).contains("did you mean", "tokenize");
    }

    @Test
    void withoutACommandTheHelpIsShown() {
        assertThat(run()).isEqualTo(2);
        assertThat(test.err()).contains("run", "chat", "models", "--kernels");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "chat",
                "models",
                "inspect",
                "verify",
                "tokenize",
                "detokenize",
                "logits",
                "perplexity",
                "bench",
                "completion"
            })
    void everyCommandHasHelp(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(test.out()).startsWith("Usage: triglot " + command);
        assertThat(test.err()).isEmpty();
    }

    @Test
    void theVersionTellsWhatComputes() {
        assertThat(run("--version")).isZero();
        assertThat(test.out())
                .contains(System.getProperty("java.runtime.version"), "kernels", "CPU")
                .doesNotContain("${");
    }

    @Test
    void theCompletionScriptKnowsCommandsAndOptions() {
        assertThat(run("completion", "zsh")).isZero();
        assertThat(test.out()).contains("bashcompinit", "perplexity", "--repeat-penalty");
    }
}
