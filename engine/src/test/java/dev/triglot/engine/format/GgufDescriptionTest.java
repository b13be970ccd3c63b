package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.TriglotException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.model.RopeScaling;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.tensor.GgmlType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufDescriptionTest {
    @Test
    void describesLlama() {
        ModelDescription description = TestModels.open(TestModels.llama()).description();

        assertThat(description.format()).isEqualTo("GGUF v3");
        assertThat(description.architecture()).isEqualTo("llama");
        assertThat(description.name()).isEqualTo("tiny");
        assertThat(description.warnings()).isEmpty();
        assertThat(description.tensors()).hasSize(3 + 2 * 9);
        assertThat(description.tensors().get(TensorKey.weight(TensorRole.ATTENTION_Q, 1)))
                .extracting("name")
                .isEqualTo("blk.1.attn_q.weight");
        assertThat(description.hyperparameters())
                .isEqualTo(
                        new Hyperparameters(
                                6,
                                64,
                                8,
                                2,
                                4,
                                2,
                                2,
                                2,
                                12,
                                1e-5f,
                                2,
                                10_000f,
                                new RopeScaling.None(),
                                0,
                                0,
                                0));
    }

    @Test
    void describesGptJ() {
        ModelDescription description = TestModels.open(TestModels.gptJ()).description();

        assertThat(description.name()).as("the file's").isEqualTo("test.gguf");
        assertThat(description.warnings()).isEmpty();
        assertThat(description.tensors()).hasSize(15);
        assertThat(description.hyperparameters())
                .as("without feed_forward_length, as GPT4All wrote it")
                .isEqualTo(
                        new Hyperparameters(
                                6,
                                64,
                                8,
                                1,
                                2,
                                2,
                                4,
                                4,
                                32,
                                1e-5f,
                                2,
                                10_000f,
                                new RopeScaling.None(),
                                0,
                                0,
                                0));
    }

    @Test
    void describesMpt() {
        ModelDescription description = TestModels.open(TestModels.mpt()).description();

        assertThat(description.warnings()).isEmpty();
        assertThat(description.tensors())
                .hasSize(8)
                .doesNotContainKey(TensorKey.weight(TensorRole.OUTPUT, 0));
        assertThat(description.hyperparameters())
                .isEqualTo(
                        new Hyperparameters(
                                9,
                                64,
                                8,
                                1,
                                2,
                                2,
                                4,
                                4,
                                32,
                                1e-5f,
                                0,
                                0,
                                new RopeScaling.None(),
                                0,
                                8,
                                6));
    }

    @Test
    void describesAVocabularyAlone() {
        GgufBuilder builder = new GgufBuilder().text("general.architecture", "anything");
        ModelDescription description =
                TestModels.open(TestModels.sentencePiece(builder)).description();

        assertThat(description.architecture()).isEqualTo("anything");
        assertThat(description.hyperparameters()).isNull();
        assertThat(description.tensors()).isEmpty();
        assertThat(Objects.requireNonNull(description.tokenizer()).size()).isEqualTo(6);
        assertThat(description.warnings()).singleElement().asString().contains("no tensors");
    }

    @Test
    void describesTheVocabularyOfAModelThatCannotBeRun() {
        GgufFile file = TestModels.open(TestModels.llama().text("general.architecture", "rwkv"));
        assertThatThrownBy(file::description)
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("\"rwkv\"")
                .hasMessageContaining("llama, gptj, mpt");
        ModelDescription vocabulary = file.vocabularyDescription();
        assertThat(vocabulary.tensors()).isEmpty();
        assertThat(Objects.requireNonNull(vocabulary.tokenizer()).size()).isEqualTo(6);
    }

    @Test
    void readsTheOptionalKeysOfLlama() {
        Hyperparameters h =
                hyperparameters(
                        TestModels.llama()
                                .without("llama.attention.head_count_kv")
                                .uint32("llama.attention.head_count", 2)
                                .uint32("llama.attention.head_count_kv", 1)
                                .uint32("llama.attention.key_length", 4)
                                .uint32("llama.attention.value_length", 4)
                                .uint32("llama.rope.dimension_count", 2)
                                .float32("llama.rope.freq_base", 500_000)
                                .uint32("llama.attention.sliding_window", 16));
        assertThat(h.headCount()).isEqualTo(2);
        assertThat(h.headCountKv()).isEqualTo(1);
        assertThat(h.keyLength()).isEqualTo(4);
        assertThat(h.ropeDimension()).isEqualTo(2);
        assertThat(h.ropeBase()).isEqualTo(500_000);
        assertThat(h.slidingWindow()).isEqualTo(16);
    }

    @Test
    void assumesWhatEarlyFilesLeaveOut() {
        ModelDescription description =
                TestModels.open(
                                TestModels.llama()
                                        .without("llama.context_length")
                                        .without("llama.feed_forward_length")
                                        .without("llama.attention.layer_norm_rms_epsilon"))
                        .description();
        Hyperparameters h = Objects.requireNonNull(description.hyperparameters());
        assertThat(h.contextLength()).isEqualTo(2048);
        assertThat(h.feedForwardLength()).isEqualTo(12);
        assertThat(h.normEpsilon()).isEqualTo(1e-5f);
        assertThat(description.warnings()).hasSize(2);
    }

    @Test
    void readsRopeScaling() {
        String prefix = "llama.rope.scaling.";
        assertThat(
                        scaling(
                                TestModels.llama()
                                        .text(prefix + "type", "none")
                                        .float32(prefix + "factor", 8)))
                .isEqualTo(new RopeScaling.None());
        assertThat(scaling(TestModels.llama().float32(prefix + "factor", 4)))
                .isEqualTo(new RopeScaling.Linear(4));
        assertThat(scaling(TestModels.llama().float32("llama.rope.scale_linear", 2)))
                .isEqualTo(new RopeScaling.Linear(2));
        assertThat(scaling(TestModels.llama().float32(prefix + "factor", 0)))
                .isEqualTo(new RopeScaling.None());
        assertThat(
                        scaling(
                                TestModels.llama()
                                        .text(prefix + "type", "yarn")
                                        .float32(prefix + "factor", 16)
                                        .uint32(prefix + "original_context_length", 32)
                                        .float32(prefix + "attn_factor", 0.5f)
                                        .float32(prefix + "yarn_beta_fast", 24)))
                .isEqualTo(new RopeScaling.Yarn(16, 32, 0.5f, 1, 24, 1));
        assertThat(scaling(TestModels.llama().text(prefix + "type", "yarn")))
                .isEqualTo(new RopeScaling.Yarn(1, 64, 1, 1, 32, 1));
        assertThatThrownBy(() -> scaling(TestModels.llama().text(prefix + "type", "longrope")))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("\"longrope\"");
    }

    @Test
    void readsFrequencyFactors() {
        byte[] model = TestModels.llama().tensor("rope_freqs.weight", GgmlType.F32, 1).build();
        int at = model.length - 32;
        ByteBuffer buffer = ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN);

        buffer.putFloat(at, 2.5f);
        RopeScaling scaling = scaling(model);
        assertThat(scaling).isInstanceOf(RopeScaling.FrequencyFactors.class);
        assertThat(((RopeScaling.FrequencyFactors) scaling).factors()).containsExactly(2.5f);

        for (float wrong : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            buffer.putFloat(at, wrong);
            assertThatThrownBy(() -> scaling(model))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("rope_freqs.weight has the factor " + wrong);
        }
        assertThatThrownBy(() ->
                        scaling(TestModels.llama().tensor("rope_freqs.weight", GgmlType.F32, 2)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("asks for 1 frequency factors");
    }

    @Test
    void replacesAContextLengthThatIsNone() {
        ModelDescription description =
                TestModels.open(TestModels.llama().uint32("llama.context_length", 0xffff_ffffL))
                        .description();
        assertThat(Objects.requireNonNull(description.hyperparameters()).contextLength())
                .isEqualTo(2048);
        assertThat(description.warnings()).singleElement().asString().contains("4294967295");
    }

    @ParameterizedTest
    @CsvSource({
        "block_count, 0",
        "block_count, 2147483647",
        "embedding_length, 0",
        "embedding_length, 2147483648",
        "context_length, 0",
        "feed_forward_length, 0",
        "attention.head_count, 0",
        "attention.head_count, 3",
        "attention.head_count_kv, 0",
        "attention.head_count_kv, 3",
        "attention.head_count_kv, 8",
        "attention.key_length, 0",
        "rope.dimension_count, 0",
        "rope.dimension_count, 1",
        "rope.dimension_count, 4",
    })
    void refusesNumbersOutOfRange(String name, long value) {
        assertThatThrownBy(() -> hyperparameters(TestModels.llama().uint32("llama." + name, value)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("key llama.")
                .hasMessageContaining("is " + value);
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -1, 2, Float.NaN, Float.POSITIVE_INFINITY})
    void refusesNormsThatDivideByZero(float epsilon) {
        String key = "llama.attention.layer_norm_rms_epsilon";
        assertThatThrownBy(() -> hyperparameters(TestModels.llama().float32(key, epsilon)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(key)
                .hasMessageContaining("is " + epsilon);
    }

    @Test
    void refusesKeysOfTheWrongType() {
        assertThatThrownBy(() -> hyperparameters(TestModels.llama().text("llama.block_count", "2")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("key llama.block_count: holds string, expected an integer");
        assertThatThrownBy(
                        () -> hyperparameters(TestModels.llama().uint32("general.architecture", 2)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("holds uint32, expected a string");
    }

    @Test
    void acceptsANumberPerLayerWhereAllAreEqual() {
        String key = "llama.attention.head_count_kv";
        assertThat(hyperparameters(TestModels.llama().ints(key, 2, 2)).headCountKv()).isEqualTo(2);
        assertThatThrownBy(() -> hyperparameters(TestModels.llama().ints(key, 2, 4)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("2 in layer 0, 4 in layer 1");
        assertThatThrownBy(() -> hyperparameters(TestModels.llama().ints(key)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("empty array");
    }

    @Test
    void refusesWhatCannotBeRun() {
        assertRefused(
                TestModels.llama().uint32("llama.expert_count", 8),
                UnsupportedModelException.class,
                "mixture-of-experts");
        assertRefused(
                TestModels.llama().flag("llama.attention.causal", false),
                UnsupportedModelException.class,
                "llama.attention.causal: is false");
        assertRefused(
                TestModels.gptJ().flag("gptj.use_parallel_residual", false),
                UnsupportedModelException.class,
                "use_parallel_residual");
        assertRefused(
                TestModels.mpt().tensor("position_embd.weight", GgmlType.F32, 8, 64),
                UnsupportedModelException.class,
                "position_embd.weight");
        assertRefused(
                TestModels.mpt().float32("mpt.attention.max_alibi_bias", Float.NaN),
                ModelFormatException.class,
                "max_alibi_bias: is NaN");
        assertRefused(
                TestModels.mpt().float32("mpt.attention.clamp_kqv", -1),
                ModelFormatException.class,
                "clamp_kqv: is -1.0");
        assertRefused(
                TestModels.gptJ().without("gptj.rope.dimension_count"),
                ModelFormatException.class,
                "rope.dimension_count: is missing");
        assertRefused(
                TestModels.llama().without("general.architecture"),
                ModelFormatException.class,
                "general.architecture: is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token_embd.weight",
                "output_norm.weight",
                "blk.1.attn_norm.weight",
                "blk.0.attn_v.weight",
                "blk.1.ffn_down.weight"
            })
    void namesAMissingTensor(String name) {
        // renamed, so that it leaves no hole
        byte[] model = TestModels.llama().build();
        byte[] bytes = name.getBytes(UTF_8);
        model[indexOf(model, bytes)] = 'x';
        assertThatThrownBy(() -> TestModels.open(model).description())
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("tensor " + name + ": is missing");
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; ; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
    }

    @Test
    void checksTheShapeOfEveryTensor() {
        assertRefused(
                TestModels.llama().uint32("llama.feed_forward_length", 10),
                ModelFormatException.class,
                "tensor blk.0.ffn_gate.weight: has shape 8 x 12, but the hyperparameters ask for 8 x 10");
        assertRefused(
                TestModels.llama().tensor("blk.0.attn_q.bias", GgmlType.F32, 4),
                ModelFormatException.class,
                "tensor blk.0.attn_q.bias: has shape 4, but the hyperparameters ask for 8");
        assertRefused(
                TestModels.mpt().tensor("blk.0.attn_q_norm.weight", GgmlType.F32, 3),
                ModelFormatException.class,
                "ask for 8 or 4");
        assertRefused(
                TestModels.mpt().tensor("blk.0.attn_q.weight", GgmlType.F32, 8, 8),
                ModelFormatException.class,
                "beside a fused attn_qkv");
    }

    @Test
    void takesOptionalTensors() {
        ModelDescription description =
                TestModels.open(
                                TestModels.llama()
                                        .tensor("blk.0.attn_q.bias", GgmlType.F32, 8, 1)
                                        .tensor("blk.1.attn_k_norm.weight", GgmlType.F32, 2))
                        .description();
        assertThat(description.tensors())
                .containsKey(TensorKey.bias(TensorRole.ATTENTION_Q, 0))
                .containsKey(TensorKey.weight(TensorRole.ATTENTION_K_NORM, 1));
        assertThat(description.warnings()).isEmpty();
    }

    @Test
    void ignoresTensorsThatNoRoleAsksFor() {
        GgufFile file =
                TestModels.open(
                        TestModels.llama()
                                .tensor("blk.7.attn_q.weight", GgmlType.F32, 8, 8)
                                .tensor("blk.00.attn_q.weight", GgmlType.F32, 8)
                                .tensor("blk.99999999999.attn_q.weight", GgmlType.F32, 8)
                                .tensor("surprise", GgmlType.F32, 1));
        ModelDescription description = file.description();
        assertThat(description.tensors()).hasSize(3 + 2 * 9);
        assertThat(file.tensors()).hasSize(3 + 2 * 9 + 4);
        assertThat(description.warnings())
                .singleElement()
                .asString()
                .startsWith("4 tensors are not used: blk.00.attn_q.weight");
    }

    @Test
    void refusesAVocabularyLargerThanTheEmbedding() {
        assertRefused(
                TestModels.byteLevelBpe(TestModels.mpt(), "mpt")
                        .texts(
                                "tokenizer.ggml.tokens",
                                List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"))
                        .without("tokenizer.ggml.token_type"),
                ModelFormatException.class,
                "has 10 tokens, but tensor token_embd.weight only 9 rows");
    }

    @Test
    void picksTheChatTemplate() {
        String key = "tokenizer.chat_template";
        GgufBuilder several =
                TestModels.llama()
                        .texts("tokenizer.chat_templates", List.of("tools", "default"))
                        .text(key + ".tools", "T")
                        .text(key + ".default", "D");
        assertThat(template(TestModels.llama())).isNull();
        assertThat(template(TestModels.llama().text(key, "A"))).isEqualTo("A");
        assertThat(template(several)).isEqualTo("D");
        assertThat(template(several.without(key + ".default"))).isEqualTo("T");
        assertThat(template(several.text(key, "A"))).isEqualTo("A");
    }

    private static @Nullable String template(GgufBuilder builder) {
        return TestModels.open(builder).description().chatTemplate();
    }

    private static RopeScaling scaling(GgufBuilder builder) {
        return scaling(builder.build());
    }

    private static RopeScaling scaling(byte[] model) {
        return Objects.requireNonNull(TestModels.open(model).description().hyperparameters())
                .ropeScaling();
    }

    private static Hyperparameters hyperparameters(GgufBuilder builder) {
        return Objects.requireNonNull(TestModels.open(builder).description().hyperparameters());
    }

    private static void assertRefused(
            GgufBuilder builder, Class<? extends TriglotException> type, String message) {
        assertThatThrownBy(() -> TestModels.open(builder).description())
                .isInstanceOf(type)
                .hasMessageStartingWith("test.gguf: ")
                .hasMessageContaining(message);
    }
}
