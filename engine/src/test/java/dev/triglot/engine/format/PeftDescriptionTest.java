package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.ModelNotFoundException;
import dev.triglot.engine.error.TriglotException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.model.LoraDescription;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders as PEFT saves them, written byte by byte. */
class PeftDescriptionTest {
    private static final String CONFIG = "'peft_type':'LORA','lora_alpha':6";
    private static final String Q = "base_model.model.model.layers.0.self_attn.q_proj";
    private static final String DOWN = "base_model.model.model.layers.1.mlp.down_proj";

    @TempDir Path folder;

    private final StringBuilder header = new StringBuilder();
    private int bytes;

    /** A tensor of zeros. */
    private PeftDescriptionTest with(String name, int... shape) {
        int size = Float.BYTES;
        StringBuilder dimensions = new StringBuilder();
        for (int dimension : shape) {
            size *= dimension;
            dimensions.append(dimensions.isEmpty() ? "" : ",").append(dimension);
        }
        header.append(header.isEmpty() ? "" : ",")
                .append(
                        "'%s':{'dtype':'F32','shape':[%s],'data_offsets':[%d,%d]}"
                                .formatted(name, dimensions, bytes, bytes + size));
        bytes += size;
        return this;
    }

    private PeftDescriptionTest withPair(String module, int rank) {
        return with(module + ".lora_A.weight", rank, 8).with(module + ".lora_B.weight", 4, rank);
    }

    private Path write(String config) {
        byte[] json = ("{" + header + "}").replace('\'', '"').getBytes(UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(Long.BYTES + json.length + bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(json.length)
                        .put(json);
        try {
            Files.write(folder.resolve("adapter_model.safetensors"), file.array());
            Files.writeString(
                    folder.resolve("adapter_config.json"), ("{" + config + "}").replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    private LoraDescription read(String config) {
        return LoraFile.use(write(config), description -> description);
    }

    @Test
    void readsPairs() {
        withPair(Q, 3).withPair(DOWN, 2);
        LoraDescription adapter = read(CONFIG);
        assertThat(adapter.architecture()).isEqualTo("llama");
        assertThat(adapter.name()).isEqualTo(folder.getFileName().toString());
        assertThat(adapter.isOutOfOrder()).isTrue();
        assertThat(adapter.inOrder(4).isOutOfOrder()).isFalse();
        assertThat(adapter.pairs().keySet())
                .containsExactly(
                        TensorKey.weight(TensorRole.ATTENTION_Q, 0),
                        TensorKey.weight(TensorRole.FFN_DOWN, 1));
        assertThat(adapter.pairs().values())
                .extracting(LoraDescription.Pair::rank)
                .containsExactly(3, 2);
        assertThat(adapter.pairs().values())
                .extracting(LoraDescription.Pair::scale)
                .containsExactly(2f, 3f);
    }

    @Test
    void namesOfTheAdapterMayStandInTheTensors() {
        with(DOWN + ".lora_A.default.weight", 2, 8).with(DOWN + ".lora_B.default.weight", 4, 2);
        assertThat(read(CONFIG).pairs()).hasSize(1);
    }

    @Test
    void scalesAsPeftDoes() {
        withPair(Q, 4).withPair(DOWN, 4);
        LoraDescription adapter =
                read(
                        CONFIG
                                + ",'use_rslora':true,'alpha_pattern':{'mlp.down_proj':1,'down_proj':9}");
        assertThat(adapter.pairs().values())
                .extracting(LoraDescription.Pair::scale)
                .containsExactly(3f, 0.5f);
    }

    @Test
    void aFileInTheFolderNamesTheFolder() {
        withPair(DOWN, 2);
        Path file = write(CONFIG).resolve("adapter_model.safetensors");
        assertThat(LoraFile.<Integer>use(file, adapter -> adapter.pairs().size())).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'peft_type':'LORA' | lora_alpha: is missing",
                "'peft_type':'LORA','lora_alpha':'6' | lora_alpha: holds",
                "'peft_type':'LORA','lora_alpha':1e300 | lora_alpha: is",
                "'peft_type':'IA3','lora_alpha':6 | IA3",
                "'lora_alpha':6 | untyped",
                "'peft_type':'LORA','lora_alpha':6,'use_dora':true | use_dora",
                "'peft_type':'LORA','lora_alpha':6,'fan_in_fan_out':true | fan_in_fan_out",
                "'peft_type':'LORA','lora_alpha':6,'layer_replication':[[0,2]] | layer_replication",
                "'peft_type':'LORA','lora_alpha':6,'init_lora_weights':'pissa_niter_4' | pissa_niter_4",
                "'peft_type':'LORA','lora_alpha':6,'alpha_pattern':{'.*_proj':2} | alpha_pattern",
            })
    void refusesConfigurations(String config, String problem) {
        withPair(DOWN, 2);
        assertThatThrownBy(() -> read(config))
                .isInstanceOf(TriglotException.class)
                .hasMessageContaining("adapter_config.json")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "base_model.model.lm_head.weight, merge_and_unload",
        "base_model.model.model.layers.0.self_attn.q_proj.lora_B.bias, merge_and_unload",
        "base_model.model.model.layers.0.self_attn.q_proj.lora_magnitude_vector, merge_and_unload",
        "base_model.model.model.embed_tokens.lora_A.weight, no layer that can be adapted",
        "base_model.model.transformer.h.0.attn.q_proj.lora_A.weight, no layer that can be adapted",
        "base_model.model.model.layers.1.mlp.down_proj.lora_A.other.weight, is for the same weight",
        "base_model.model.model.layers.2.mlp.up_proj.lora_A.weight, no factor B",
        "base_model.model.model.layers.2.mlp.up_proj.lora_B.weight, no factor A",
    })
    void refusesTensors(String name, String problem) {
        withPair(DOWN, 2).with(name, 2, 8);
        assertThatThrownBy(() -> read(CONFIG))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("tensor " + name)
                .hasMessageContaining(problem);
    }

    @Test
    void refusesRankZeroAndOtherRanks() {
        withPair(DOWN, 0);
        assertThatThrownBy(() -> read(CONFIG))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("down_proj.lora_A.weight: F32 [0,8] cannot be used");
        header.setLength(0);
        bytes = 0;
        with(DOWN + ".lora_A.weight", 2, 8).with(DOWN + ".lora_B.weight", 4, 3);
        assertThatThrownBy(() -> read(CONFIG))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("shape 8 x 2 and so rank 2")
                .hasMessageContaining("shape 3 x 4 and so rank 3");
    }

    @Test
    void saysWhatTheFolderIsInsteadOfAModel() {
        withPair(DOWN, 2);
        try (ModelFile file = ModelFile.open(write(CONFIG))) {
            assertThat(file.format()).isEqualTo("PEFT adapter");
            assertThatThrownBy(file::description)
                    .isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContaining("an adapter, not a model");
        }
    }

    @Test
    void refusesPicklesAndWhatIsMissing() throws IOException {
        Path config = folder.resolve("adapter_config.json");
        Files.writeString(config, "{}");
        assertThatThrownBy(() -> ModelFile.open(folder))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("adapter_model.safetensors");
        Files.write(folder.resolve("adapter_model.bin"), new byte[9]);
        assertThatThrownBy(() -> ModelFile.open(folder))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("pickle");
    }
}
