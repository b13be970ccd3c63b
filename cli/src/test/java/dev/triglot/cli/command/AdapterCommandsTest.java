package dev.triglot.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An adapter of PEFT for the model of the tests, and what the commands do with it. */
class AdapterCommandsTest {
    private static final int RANK = 2;
    private static final String MODULE = "base_model.model.model.layers.0.mlp.down_proj";

    @TempDir private Path folder;
    private Path ids;

    @BeforeEach
    void write() throws IOException {
        int in = 0;
        int out = 0;
        for (JsonNode tensor :
                CommandRun.of("inspect", "--json", CommandRun.MODEL).json().get("tensors")) {
            if (tensor.get("name").asString().equals("blk.0.ffn_down.weight")) {
                in = tensor.get("shape").get(0).asInt();
                out = tensor.get("shape").get(1).asInt();
            }
        }
        int endOfA = Float.BYTES * RANK * in;
        int end = endOfA + Float.BYTES * RANK * out;
        byte[] header =
                """
                {"%s.lora_A.weight":{"dtype":"F32","shape":[%d,%d],"data_offsets":[0,%d]},
                "%s.lora_B.weight":{"dtype":"F32","shape":[%d,%d],"data_offsets":[%d,%d]}}\
                """
                        .formatted(MODULE, RANK, in, endOfA, MODULE, out, RANK, endOfA, end)
                        .getBytes(UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(Long.BYTES + header.length + end)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .put(header);
        SplittableRandom random = new SplittableRandom(1);
        while (file.hasRemaining()) {
            file.putFloat((float) random.nextDouble(-1, 1));
        }
        Files.write(folder.resolve("adapter_model.safetensors"), file.array());
        Files.writeString(
                folder.resolve("adapter_config.json"), "{\"peft_type\":\"LORA\",\"lora_alpha\":4}");
        ids = Files.writeString(folder.resolve("ids.json"), "[[1,6,7,8,9,300,41,17]]");
    }

    private Path converted() {
        Path target = folder.resolve("adapter.gguf");
        CommandRun run = CommandRun.of("convert", folder.toString(), target.toString());
        assertThat(run.err()).doesNotContain("warning");
        assertThat(run.out()).contains("2 tensors, f32");
        return target;
    }

    private double perplexity(String... lora) {
        String[] command = {
            "perplexity", "-m", CommandRun.MODEL, "--ids-file", ids.toString(), "--json"
        };
        String[] all = Arrays.copyOf(command, command.length + lora.length);
        System.arraycopy(lora, 0, all, command.length, lora.length);
        return CommandRun.of(all).json().get("perplexity").asDouble();
    }

    @Test
    void perplexityIsOfTheModelWithItsAdapters() {
        String adapter = converted().toString();
        double without = perplexity();
        double with = perplexity("--lora", adapter);
        assertThat(with).isNotEqualTo(without).isFinite();
        assertThat(perplexity("--lora", adapter + "=0")).isEqualTo(without);
        assertThat(perplexity("--lora", adapter + "=1")).isEqualTo(with);
        assertThat(perplexity("--lora", folder.toString())).isEqualTo(with);
        assertThat(perplexity("--lora", adapter, "--lora", adapter))
                .isNotEqualTo(with)
                .isNotEqualTo(without);
        CommandRun compared =
                CommandRun.of(
                        "perplexity",
                        "--compare",
                        CommandRun.MODEL,
                        CommandRun.MODEL,
                        "--lora",
                        adapter,
                        "--ids-file",
                        ids.toString(),
                        "--json");
        assertThat(compared.json().get("kl_divergence").get("mean").asDouble()).isPositive();
    }

    @Test
    void filesOfAdaptersAreCheckedAndShown() {
        String adapter = converted().toString();
        CommandRun verified = CommandRun.of("verify", adapter, folder.toString());
        assertThat(verified.exitCode()).isZero();
        assertThat(verified.out().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("ok ") && line.endsWith("it is an adapter"));
        CommandRun shown = CommandRun.of("inspect", adapter);
        assertThat(shown.out())
                .contains("GGUF v3, LoRA adapter", "blk.0.ffn_down.weight = rank 2, scale 2.0")
                .doesNotContain("context ");
        assertThat(CommandRun.of("inspect", folder.toString()).out())
                .contains("PEFT adapter, LoRA adapter");
    }

    @Test
    void whatCannotBeIsExplained() throws IOException {
        String adapter = converted().toString();
        CommandRun asModel = CommandRun.of("run", "-m", adapter, "Hello");
        assertThat(asModel.exitCode()).isEqualTo(1);
        assertThat(asModel.err()).contains("an adapter, not a model");
        CommandRun asAdapter =
                CommandRun.of("run", "-m", CommandRun.MODEL, "--lora", CommandRun.MODEL, "Hello");
        assertThat(asAdapter.exitCode()).isEqualTo(1);
        assertThat(asAdapter.err()).contains("no adapter");
        CommandRun noScale =
                CommandRun.of("run", "-m", CommandRun.MODEL, "--lora", adapter + "=x", "Hello");
        assertThat(noScale.exitCode()).isEqualTo(2);
        byte[] bytes = Files.readAllBytes(folder.resolve("adapter_model.safetensors"));
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(bytes.length - Float.BYTES, Float.NaN);
        Files.write(folder.resolve("adapter_model.safetensors"), bytes);
        CommandRun unsound = CommandRun.of("verify", folder.toString());
        assertThat(unsound.exitCode()).isEqualTo(1);
        assertThat(unsound.out()).contains("lora_B.weight, row", "NaN or infinite");
        CommandRun used =
                CommandRun.of("run", "-m", CommandRun.MODEL, "--lora", folder.toString(), "Hello");
        assertThat(used.exitCode()).isEqualTo(1);
        assertThat(used.err()).contains("lora_B.weight, row", "NaN or infinite");
    }
}
