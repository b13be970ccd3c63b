package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.TriglotException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.model.TokenizerSpec.Algorithm;
import dev.triglot.engine.model.TokenizerSpec.SpecialIds;
import dev.triglot.engine.model.TokenizerSpec.TokenText;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufTokenizerTest {
    private static final String PREFIX = "tokenizer.ggml.";

    @Test
    void readsSentencePiece() {
        TokenizerSpec spec = read(sentencePiece());

        assertThat(spec.algorithm()).isEqualTo(Algorithm.SENTENCE_PIECE);
        assertThat(spec.tokenText()).isEqualTo(TokenText.SENTENCE_PIECE);
        assertThat(spec.preTokenizer()).isEqualTo("default");
        assertThat(spec.tokens()[4]).isEqualTo("▁".getBytes(UTF_8));
        assertThat(spec.scores()).containsExactly(0, 0, 0, 0, -1, -2);
        assertThat(spec.types())
                .containsExactly(
                        TokenType.UNKNOWN,
                        TokenType.CONTROL,
                        TokenType.CONTROL,
                        TokenType.BYTE,
                        TokenType.NORMAL,
                        TokenType.NORMAL);
        assertThat(spec.merges()).isEmpty();
        assertIds(spec, 1, 2, 0, 2);
        assertThat(spec.addBos()).isTrue();
        assertThat(spec.addEos()).isFalse();
        assertThat(spec.addSpacePrefix()).isTrue();
        assertThat(spec.removeExtraWhitespaces()).isFalse();
    }

    @Test
    void readsByteLevelBpe() {
        TokenizerSpec spec = read(byteLevelBpe("gpt-2"));

        assertThat(spec.algorithm()).isEqualTo(Algorithm.BYTE_LEVEL_BPE);
        assertThat(spec.tokenText()).isEqualTo(TokenText.BYTE_TO_UNICODE);
        assertThat(spec.preTokenizer()).isEqualTo("gpt-2");
        assertThat(spec.scores()).isEmpty();
        assertThat(spec.merges())
                .extracting(merge -> text(merge.left()) + "+" + text(merge.right()))
                .containsExactly("a+b", "Ġ+ab");
        assertIds(spec, 0, 0, -1, 0);
        assertThat(spec.addBos()).isFalse();
        assertThat(spec.addSpacePrefix()).isFalse();
    }

    @Test
    void readsRawBytesAsGpt4AllWroteThem() {
        TokenizerSpec spec = read(TestModels.rawBytes(new GgufBuilder()));

        assertThat(spec.tokenText()).isEqualTo(TokenText.RAW_BYTES);
        assertThat(spec.merges())
                .singleElement()
                .satisfies(merge -> {
                    assertThat(text(merge.left())).isEqualTo(" ");
                    assertThat(text(merge.right())).isEqualTo("a");
                });
        assertThat(spec.types()).containsOnly(TokenType.NORMAL);
    }

    @Test
    void flagsOverrideDefaults() {
        TokenizerSpec spec =
                read(
                        sentencePiece()
                                .flag(PREFIX + "add_bos_token", false)
                                .flag(PREFIX + "add_eos_token", true)
                                .flag(PREFIX + "add_space_prefix", false)
                                .flag(PREFIX + "remove_extra_whitespaces", true)
                                .uint32(PREFIX + "padding_token_id", 5)
                                .uint32(PREFIX + "seperator_token_id", 4));
        assertThat(spec.addBos()).isFalse();
        assertThat(spec.addEos()).isTrue();
        assertThat(spec.addSpacePrefix()).isFalse();
        assertThat(spec.removeExtraWhitespaces()).isTrue();
        assertThat(spec.specialIds().padding()).isEqualTo(5);
        assertThat(spec.specialIds().separator()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "llama-bpe, true",
        "llama3, true",
        "tekken, true",
        "gpt-2, false",
        "qwen2, false",
        "smollm, false",
        "default, false",
        "something-new, false"
    })
    void someModelsBeginWithBosWithoutSayingSo(String preTokenizer, boolean adds) {
        assertThat(read(byteLevelBpe(preTokenizer)).addBos()).isEqualTo(adds);
    }

    @Test
    void addsNoTokenThatThereIsNot() {
        ModelDescription description =
                describe(byteLevelBpe("llama-bpe").without(PREFIX + "bos_token_id"));
        assertThat(Objects.requireNonNull(description.tokenizer()).addBos()).isFalse();
        assertThat(description.warnings()).anyMatch(warning -> warning.contains("add_bos_token"));
    }

    @Test
    void findsTokensThatEndAGeneration() {
        GgufBuilder builder =
                byteLevelBpe("llama-bpe")
                        .texts(
                                PREFIX + "tokens",
                                List.of(
                                        "<|begin_of_text|>",
                                        "<|end_of_text|>",
                                        "<|eom_id|>",
                                        "<|eot_id|>",
                                        "</s>",
                                        "<|im_end|>"))
                        .ints(PREFIX + "token_type", 3, 3, 3, 3, 1, 1)
                        .uint32(PREFIX + "eos_token_id", 1);
        SpecialIds ids = read(builder).specialIds();
        assertThat(ids.eot()).isEqualTo(3);
        assertThat(ids.eog())
                .as("</s> may be ordinary text, <|im_end|> may not")
                .containsExactly(1, 2, 3, 5);
        assertThat(read(builder).types()[5]).isEqualTo(TokenType.CONTROL);
        assertThat(read(builder.uint32(PREFIX + "eot_token_id", 0)).specialIds().eog())
                .containsExactly(0, 1, 2, 3, 5);
    }

    @Test
    void guessesTypesThatAreMissing() {
        TokenizerSpec spec = read(sentencePiece().without(PREFIX + "token_type"));
        assertThat(spec.types())
                .containsExactly(
                        TokenType.UNKNOWN,
                        TokenType.CONTROL,
                        TokenType.CONTROL,
                        TokenType.BYTE,
                        TokenType.NORMAL,
                        TokenType.NORMAL);
    }

    @Test
    void readsAListOfTokensWithoutMerges() {
        ModelDescription description = describe(byteLevelBpe("gpt-2").without(PREFIX + "merges"));
        assertThat(Objects.requireNonNull(description.tokenizer()).merges()).isEmpty();
        assertThat(description.warnings()).anyMatch(warning -> warning.contains("merges"));
    }

    @Test
    void treatsMinusOneAsNoToken() {
        TokenizerSpec spec =
                read(sentencePiece().uint32(PREFIX + "unknown_token_id", 0xffff_ffffL));
        assertThat(spec.specialIds().unknown()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bos", "eos", "eot", "unknown"})
    void refusesIdsOutsideTheVocabulary(String name) {
        String key = PREFIX + name + "_token_id";
        assertRefused(sentencePiece().uint32(key, 6), key + ": is 6");
        assertRefused(sentencePiece().number(key, ValueType.INT32, -2), key + ": is -2");
    }

    @Test
    void ignoresAPaddingTokenThatIsNone() {
        ModelDescription description =
                describe(sentencePiece().uint32(PREFIX + "padding_token_id", 32_000));
        assertThat(description.warnings()).anyMatch(warning -> warning.contains("32000"));
    }

    @Test
    void refusesArraysThatDoNotMatch() {
        assertRefused(
                sentencePiece().floats(PREFIX + "scores", 1, 2), "has 2 entries for 6 tokens");
        assertRefused(
                sentencePiece().ints(PREFIX + "token_type", 1, 2), "has 2 entries for 6 tokens");
        assertRefused(
                sentencePiece().floats(PREFIX + "token_type", 1, 1, 1, 1, 1, 1),
                "expected integers");
        assertRefused(
                sentencePiece().ints(PREFIX + "token_type", 1, 1, 1, 1, 1, 7),
                "the type of token 5 is 7");
        assertRefused(
                sentencePiece().floats(PREFIX + "scores", 0, 0, 0, 0, 0, Float.NaN),
                "the score of token 5 is NaN");
        assertRefused(
                sentencePiece().ints(PREFIX + "tokens", 1, 2), "expected an array of strings");
        assertRefused(sentencePiece().texts(PREFIX + "tokens", List.of()), "has 0 tokens");
        assertRefused(sentencePiece().without(PREFIX + "tokens"), "is missing");
        assertRefused(sentencePiece().without(PREFIX + "model"), "is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<0x-1>", "<0xA>", "<0x0G>", "0x0A", "<0x0A0>", ""})
    void refusesByteTokensThatAreNone(String token) {
        assertRefused(
                sentencePiece()
                        .texts(PREFIX + "tokens", List.of("<unk>", "<s>", "</s>", token, "▁", "a")),
                "token 3 is a byte token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ab", "a ", " b"})
    void refusesMergesThatAreNone(String merge) {
        assertRefused(
                byteLevelBpe("gpt-2").texts(PREFIX + "merges", List.of("a b", merge)),
                "entry 1 is");
    }

    @Test
    void refusesOtherKindsOfVocabulary() {
        assertThatThrownBy(() -> read(sentencePiece().text(PREFIX + "model", "rwkv")))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("\"rwkv\"");
        assertThatThrownBy(() -> read(sentencePiece().text(PREFIX + "model", "none")))
                .isInstanceOf(TriglotException.class)
                .hasMessageContaining("no vocabulary");
    }

    private static GgufBuilder sentencePiece() {
        return TestModels.sentencePiece(new GgufBuilder());
    }

    private static GgufBuilder byteLevelBpe(String preTokenizer) {
        return TestModels.byteLevelBpe(new GgufBuilder(), preTokenizer);
    }

    private static ModelDescription describe(GgufBuilder builder) {
        return TestModels.open(builder).description();
    }

    private static TokenizerSpec read(GgufBuilder builder) {
        return Objects.requireNonNull(describe(builder).tokenizer());
    }

    private static void assertIds(TokenizerSpec spec, int bos, int eos, int unknown, int eog) {
        SpecialIds ids = spec.specialIds();
        assertThat(new int[] {ids.bos(), ids.eos(), ids.unknown()})
                .containsExactly(bos, eos, unknown);
        assertThat(ids.eog()).containsExactly(eog);
    }

    private static void assertRefused(GgufBuilder builder, String message) {
        assertThatThrownBy(() -> read(builder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(message);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
