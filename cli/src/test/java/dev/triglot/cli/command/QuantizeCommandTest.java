package dev.triglot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class QuantizeCommandTest {
    @TempDir private Path folder;
    private Path source = Path.of("");

    @BeforeEach
    void writeSource() {
        source = folder.resolve("source.gguf");
        CommandRun run =
                CommandRun.of("convert", CommandRun.MODEL, source.toString(), "--type", "f16");
        assertThat(run.exitCode()).isZero();
    }

    private CommandRun quantize(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "quantize";
        arguments[1] = source.toString();
        arguments[2] = target().toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return CommandRun.of(arguments);
    }

    private Path target() {
        return folder.resolve("small.gguf");
    }

    @Test
    void writesAModelThatRuns() {
        CommandRun run = quantize("--type", "q8_0");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("small.gguf", "Q8_0");
        assertThat(run.err()).isEmpty();
        assertThat(CommandRun.of("verify", target().toString()).exitCode()).isZero();
        CommandRun text = CommandRun.of("run", "-m", target().toString(), "-n", "4", "Hello");
        assertThat(text.exitCode()).isZero();
        assertThat(target().toFile().length()).isLessThan(source.toFile().length());
    }

    @Test
    void tellsWhatBecameOfTheTensors() {
        CommandRun run = quantize("--type", "Q4_K_M", "--tensor", "ffn_down=q8_0", "--json");
        JsonNode json = run.json();
        // The width of 32 has no multiple of 256: other types take its place.
        assertThat(json.get("tensor_types").get("Q5_0").asInt()).isPositive();
        assertThat(json.get("tensor_types").get("Q8_0").asInt()).isPositive();
        assertThat(json.get("warnings").get(0).asString()).contains("Q5_0 instead of Q4_K");
        assertThat(json.get("bytes").asLong()).isEqualTo(target().toFile().length());
    }

    @Test
    void offersTheNearestType() {
        CommandRun run = quantize("--type", "q4_k_l");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Did you mean", "Q4_K_M");
        assertThat(target()).doesNotExist();
    }

    @Test
    void roundsTwiceOnlyWhenTold() {
        source = Path.of(CommandRun.MODEL);
        CommandRun refused = quantize("--type", "q4_0");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("--requantize");
        CommandRun allowed = quantize("--type", "q4_0", "--requantize");
        assertThat(allowed.exitCode()).isZero();
        assertThat(allowed.err()).contains("warning", "rounded twice");
    }

    @Test
    void replacesAFileOnlyWhenTold() throws java.io.IOException {
        Files.writeString(target(), "mine");
        assertThat(quantize("--type", "q8_0").err()).contains("--force");
        assertThat(target()).hasContent("mine");
        assertThat(quantize("--type", "q8_0", "--force").exitCode()).isZero();
    }

    @Test
    void convertKnowsTheSameTypes() {
        CommandRun run =
                CommandRun.of(
                        "convert", source.toString(), target().toString(), "--type", "iq4_nl");
        assertThat(run.exitCode()).isZero();
        assertThat(CommandRun.of("inspect", target().toString()).out()).contains("IQ4_NL");
    }
}
