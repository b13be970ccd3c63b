package dev.triglot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FileCommandsTest {
    @TempDir private Path folder;

    @Test
    void verifyGoesOnAfterABadFile() throws IOException {
        byte[] cutInItsHeader = {'G', 'G', 'U', 'F', 3, 0, 0, 0, 1};
        Path bad = Files.write(folder.resolve("bad.gguf"), cutInItsHeader);
        CommandRun run =
                CommandRun.of("verify", "--json", bad.toString(), "./none.gguf", CommandRun.MODEL);
        assertThat(run.exitCode()).isEqualTo(1);
        List<JsonNode> reports =
                run.out().lines().map(line -> JsonMapper.shared().readTree(line)).toList();
        assertThat(reports).hasSize(3);
        assertThat(reports.get(0).propertyNames())
                .containsExactly(
                        "file", "ok", "architecture", "error", "problems", "checked", "warnings");
        assertThat(reports.get(0).get("file").asString()).isEqualTo(bad.toString());
        assertThat(reports.get(0).get("ok").asBoolean()).isFalse();
        assertThat(reports.get(0).get("error").get("code").asString()).isEqualTo("malformed_model");
        assertThat(reports.get(1).get("error").get("code").asString())
                .isNotEqualTo("internal_error");
        assertThat(reports.get(2).get("ok").asBoolean()).isTrue();
        assertThat(reports.get(2).get("architecture").asString()).isEqualTo("llama");
        assertThat(reports.get(2).get("error").isNull()).isTrue();
    }

    @Test
    void verifyOfGoodFilesSucceeds() {
        CommandRun run = CommandRun.of("verify", CommandRun.MODEL);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("ok ").contains("llama, ", "512 tokens");
    }

    @Test
    void verifyNamesTheRowOfAWeightThatIsNoNumber() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(CommandRun.MODEL));
        JsonNode tensors =
                CommandRun.of("inspect", "--json", CommandRun.MODEL).json().get("tensors");
        for (JsonNode tensor : tensors) {
            if (tensor.get("name").asString().equals("blk.0.ffn_down.weight")) {
                // Row 5 begins with a block, and a block with its scale in half precision.
                long rowBytes = tensor.get("bytes").asLong() / tensor.get("shape").get(1).asLong();
                int scale = (int) (tensor.get("offset").asLong() + 5 * rowBytes);
                bytes[scale] = 0;
                bytes[scale + 1] = 0x7c;
            }
        }
        Path damaged = Files.write(folder.resolve("damaged.gguf"), bytes);
        CommandRun run = CommandRun.of("verify", "--json", damaged.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.json().get("error").get("message").asString())
                .contains("tensor blk.0.ffn_down.weight, row 5, column 0", "1 of ");
        assertThat(CommandRun.of("verify", damaged.toString()).out())
                .startsWith("failed  " + damaged);
    }

    @Test
    void inspectTellsWhatIsInAFile() {
        JsonNode json = CommandRun.of("inspect", "--json", "-c", "64", CommandRun.MODEL).json();
        assertThat(json.get("architecture").asString()).isEqualTo("llama");
        assertThat(json.get("tokenizer").get("size").asInt()).isEqualTo(512);
        assertThat(json.get("tensors").size()).isPositive();
        assertThat(json.get("tensors").get(0).propertyNames())
                .containsExactly("name", "type", "shape", "offset", "bytes");
        assertThat(json.get("hyperparameters").get("block_count").asInt()).isPositive();
        JsonNode memory = json.get("memory");
        assertThat(memory.get("context_length").asInt()).isEqualTo(64);
        assertThat(memory.get("total").asLong())
                .isEqualTo(
                        memory.get("weights").asLong()
                                + memory.get("kv_cache").asLong()
                                + memory.get("scratch").asLong());
    }

    @Test
    void inspectForPeople() {
        CommandRun run = CommandRun.of("inspect", CommandRun.MODEL);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("architecture", "tokenizer", "memory", "token_embd.weight");
    }

    @Test
    void modelsAreListedAndLocated() {
        assertThat(CommandRun.of("models", "list").out()).contains("smollm2");
        assertThat(CommandRun.of("models").out()).isEqualTo(CommandRun.of("models", "list").out());
        assertThat(CommandRun.of("models", "path", "smollm2").out()).contains("smollm2");
        JsonNode first = CommandRun.of("models", "list", "--json").json().get(0);
        assertThat(first.get("sha256").asString()).hasSize(64);
    }

    @Test
    void unknownModelsAreWrong() {
        for (String command : List.of("pull", "rm", "path", "verify")) {
            CommandRun run = CommandRun.of("models", command, "no-such-model");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("no-such-model", "models list");
        }
    }
}
