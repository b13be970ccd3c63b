package dev.triglot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RunCommandTest {
    private static final String[] GREEDY = {
        "run", "-m", CommandRun.MODEL, "-n", "6", "--temp", "0", "--raw"
    };

    @TempDir private Path folder;

    private static String[] with(String... more) {
        String[] all = Arrays.copyOf(GREEDY, GREEDY.length + more.length);
        System.arraycopy(more, 0, all, GREEDY.length, more.length);
        return all;
    }

    @Test
    void jsonIsOneObjectWithIdsAndTimings() {
        CommandRun run = CommandRun.of(with("--json", "In the beginning"));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        JsonNode json = run.json();
        assertThat(json.propertyNames())
                .containsExactly(
                        "model", "prompt_tokens", "tokens", "text", "finish_reason", "timings");
        assertThat(json.get("model").asString()).isEqualTo(CommandRun.MODEL);
        assertThat(json.get("prompt_tokens").get(0).asInt()).isEqualTo(1);
        assertThat(json.get("tokens").size()).isEqualTo(6);
        assertThat(json.get("finish_reason").asString()).isEqualTo("length");
        assertThat(json.get("timings").propertyNames())
                .containsExactly(
                        "load_ms",
                        "prompt_ms",
                        "prompt_per_second",
                        "predicted_ms",
                        "predicted_per_second");
        json.get("timings").forEach(value -> assertThat(value.asDouble()).isPositive());
    }

    @Test
    void textIsTheSameFromAnArgumentAFileAndStandardInput() throws IOException {
        Path file = Files.writeString(folder.resolve("prompt.txt"), "In the beginning\n");
        String expected =
                CommandRun.of(with("--json", "In the beginning")).json().get("text").asString();
        assertThat(CommandRun.of(with("In the beginning")).out()).startsWith(expected);
        assertThat(CommandRun.of(with("In", "the", "beginning")).out()).startsWith(expected);
        assertThat(CommandRun.of(with("-f", file.toString())).out()).startsWith(expected);
        assertThat(CommandRun.withInput("In the beginning\n", with()).out()).startsWith(expected);
    }

    @Test
    void aSeedReproduces() {
        String[] sampled = {
            "run", "-m", CommandRun.MODEL, "-n", "20", "--temp", "2", "--seed", "7", "--raw", "a"
        };
        assertThat(CommandRun.of(sampled).out()).isEqualTo(CommandRun.of(sampled).out());
    }

    @Test
    void aPromptLongerThanTheContextSaysByHowMuch() {
        CommandRun run = CommandRun.of(with("-c", "16", "a b c d e f g h ".repeat(20)));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().contains("16");
    }

    @Test
    void anEmptyPromptIsWrongUsage() {
        assertThat(CommandRun.withInput("\n", with()).exitCode()).isEqualTo(2);
    }

    @Test
    void verboseShowsTimings() {
        CommandRun run = CommandRun.of(with("--verbose", "In the beginning"));
        assertThat(run.err()).contains("loaded in", "6 tokens");
    }
}
