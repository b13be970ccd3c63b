package dev.triglot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MeasureCommandsTest {
    @TempDir private Path folder;

    private Path ids(String json) throws IOException {
        return Files.writeString(folder.resolve("ids.json"), json);
    }

    @Test
    void logitsOfThisModelAreKnown() {
        CommandRun run =
                CommandRun.of("logits", "-m", CommandRun.MODEL, "--ids", "1,6,7", "--json");
        assertThat(run.err()).isEmpty();
        assertThat(run.json().get("vocab_size").asInt()).isEqualTo(512);
        JsonNode logits = run.json().get("logits").get(0);
        assertThat(logits.size()).isEqualTo(512);
        // As the program gives them that wrote the file, which rounds activations to 8 bits.
        assertThat(logits.get(327).asDouble()).isCloseTo(0.999666, within(0.05));
        assertThat(logits.get(298).asDouble()).isCloseTo(0.852443, within(0.05));
    }

    @Test
    void aFileOfIdsGivesOneArrayEach() throws IOException {
        Path file = ids("[[1,6,7],[1,9]]");
        CommandRun run =
                CommandRun.of(
                        "logits", "-m", CommandRun.MODEL, "--ids-file", file.toString(), "--json");
        CommandRun single =
                CommandRun.of("logits", "-m", CommandRun.MODEL, "--ids", "1,9", "--json");
        assertThat(run.json().get("logits").size()).isEqualTo(2);
        assertThat(run.json().get("logits").get(1).toString())
                .isEqualTo(single.json().get("logits").get(0).toString());
    }

    @Test
    void forPeopleTheTopTenAreShown() {
        CommandRun run = CommandRun.of("logits", "-m", CommandRun.MODEL, "--ids", "1,6,7");
        assertThat(run.out().strip().lines()).hasSize(10);
        assertThat(run.out().strip()).startsWith("327");
    }

    @Test
    void perplexityScoresAllButTheFirstTokenOfEachWindow() throws IOException {
        Path file = ids("[[1,6,7,8],[1,9]]");
        CommandRun run =
                CommandRun.of(
                        "perplexity",
                        "-m",
                        CommandRun.MODEL,
                        "--ids-file",
                        file.toString(),
                        "--json");
        assertThat(run.err()).isEmpty();
        JsonNode json = run.json();
        assertThat(json.propertyNames()).containsExactly("perplexity", "mean_nll", "scored", "nll");
        assertThat(json.get("scored").asInt()).isEqualTo(4);
        assertThat(json.get("nll").size()).isEqualTo(4);
        double sum = 0;
        for (JsonNode value : json.get("nll")) {
            sum += value.asDouble();
        }
        assertThat(json.get("mean_nll").asDouble()).isCloseTo(sum / 4, within(1e-12));
        assertThat(json.get("perplexity").asDouble()).isCloseTo(Math.exp(sum / 4), within(1e-9));
    }

    @Test
    void perplexityOfATextCutsItIntoWindows() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "In the beginning ".repeat(9));
        String[] command = {
            "perplexity", "-m", CommandRun.MODEL, "-f", text.toString(), "-c", "16"
        };
        CommandRun run = CommandRun.of(command);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("perplexity ").contains("windows");
    }

    @Test
    void aTextWithNothingToScoreSaysSo() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "");
        CommandRun run = CommandRun.of("perplexity", "-m", CommandRun.MODEL, "-f", text.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("nothing to score");
    }

    @Test
    void aModelComparedWithItselfDoesNotDiffer() throws IOException {
        String file = ids("[[1,6,7,8],[1,9,300]]").toString();
        String[] compare = {
            "perplexity", "--compare", CommandRun.MODEL, CommandRun.MODEL, "--ids-file", file
        };
        CommandRun forPeople = CommandRun.of(compare);
        assertThat(forPeople.err()).isEmpty();
        assertThat(forPeople.out()).contains("KL divergence: mean 0.000000", "100.000 % of 5");

        CommandRun run = CommandRun.of(and(compare, "--json"));
        JsonNode json = run.json();
        assertThat(json.get("scored").asInt()).isEqualTo(5);
        assertThat(json.get("top_token_agreement").asDouble()).isEqualTo(1);
        assertThat(json.get("kl_divergence").propertyNames())
                .containsExactly("mean", "median", "percentile99", "max");
        assertThat(json.get("kl_divergence").get("max").asDouble()).isZero();
        JsonNode alone =
                CommandRun.of("perplexity", "-m", CommandRun.MODEL, "--ids-file", file, "--json")
                        .json();
        assertThat(json.get("second").get("perplexity").asDouble())
                .isCloseTo(alone.get("perplexity").asDouble(), within(1e-3));
    }

    private static String[] and(String[] command, String more) {
        String[] all = Arrays.copyOf(command, command.length + 1);
        all[command.length] = more;
        return all;
    }

    @Test
    void oneModelOrTwoAreMeasured() throws IOException {
        String file = ids("[[1,6]]").toString();
        assertThat(CommandRun.of("perplexity", "--ids-file", file).exitCode()).isEqualTo(2);
        CommandRun both =
                CommandRun.of("perplexity", "-m", "a", "--compare", "a", "b", "--ids-file", file);
        assertThat(both.exitCode()).isEqualTo(2);
    }

    @Test
    void benchPrintsMediansBesideTheRuns() {
        CommandRun run =
                CommandRun.of(
                        "bench",
                        "-m",
                        CommandRun.MODEL,
                        "-p",
                        "8",
                        "-n",
                        "4",
                        "-r",
                        "3",
                        "-o",
                        "json");
        assertThat(run.err()).isEmpty();
        JsonNode json = run.json();
        assertThat(json.propertyNames())
                .contains(
                        "model",
                        "threads",
                        "kernels",
                        "prompt_tokens",
                        "prompt_per_second",
                        "predicted_tokens",
                        "predicted_per_second",
                        "load_ms",
                        "peak_rss_bytes");
        assertThat(json.get("prompt_tokens").asInt()).isEqualTo(8);
        assertThat(json.get("predicted_tokens").asInt()).isEqualTo(4);
        assertThat(json.get("prompt_per_second_runs").size()).isEqualTo(3);
        assertThat(json.get("predicted_per_second").asDouble()).isPositive();
    }

    @Test
    void benchMeasuresAfterAContext() {
        CommandRun run =
                CommandRun.of(
                        "bench",
                        "-m",
                        CommandRun.MODEL,
                        "-p",
                        "8",
                        "-n",
                        "4",
                        "-r",
                        "2",
                        "-d",
                        "30",
                        "--kv-cache-type",
                        "q8_0",
                        "-o",
                        "json");
        JsonNode json = run.json();
        assertThat(json.get("depth").asInt()).isEqualTo(30);
        assertThat(json.get("prompt_per_second").asDouble()).isPositive();
        assertThat(json.get("predicted_per_second").asDouble()).isPositive();
    }

    @Test
    void benchGeneratesSeveralTextsAtTheSameTime() {
        CommandRun run =
                CommandRun.of(
                        "bench",
                        "-m",
                        CommandRun.MODEL,
                        "-p",
                        "0",
                        "-n",
                        "3",
                        "-r",
                        "2",
                        "-d",
                        "5",
                        "--parallel",
                        "3",
                        "-o",
                        "json");
        JsonNode json = run.json();
        assertThat(json.get("parallel").asInt()).isEqualTo(3);
        assertThat(json.get("predicted_per_second_runs")).hasSize(2);
        assertThat(json.get("predicted_per_second").asDouble()).isPositive();
        CommandRun refused =
                CommandRun.of("bench", "-m", CommandRun.MODEL, "--parallel", "0", "-r", "1");
        assertThat(refused.err()).contains("--parallel");
    }

    @Test
    void benchLeavesATestOut() {
        CommandRun run =
                CommandRun.of("bench", "-m", CommandRun.MODEL, "-p", "0", "-n", "2", "-r", "1");
        assertThat(run.out()).contains("answer").doesNotContain("prompt");
        CommandRun table =
                CommandRun.of(
                        "bench",
                        "-m",
                        CommandRun.MODEL,
                        "-p",
                        "4",
                        "-n",
                        "0",
                        "-r",
                        "1",
                        "-o",
                        "md");
        assertThat(table.out()).startsWith("| model |").contains("prompt").doesNotContain("answer");
    }
}
