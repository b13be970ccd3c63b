package dev.triglot.engine.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.model.TokenizerSpec.TokenText;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenTokensTest {
    private static final String TEXT = "the other hat, they said, is there";

    private static List<String> merges(TokenizerSpec spec) {
        return WrittenTokens.merges(spec).stream()
                .map(merge ->
                        new String(merge.left(), UTF_8) + "+" + new String(merge.right(), UTF_8))
                .toList();
    }

    private static List<String> tokens(TokenizerSpec spec) {
        return WrittenTokens.tokens(spec).stream().map(token -> new String(token, UTF_8)).toList();
    }

    @Test
    void rawTokensInMergeOrderAreWrittenPrintablyWithTheirMerges() {
        SpecBuilder raw = SpecBuilder.byteLevel().text(TokenText.RAW_BYTES);
        raw.token(" ".getBytes(UTF_8), TokenType.NORMAL, 0);
        raw.token("th").token("he").token("the").token(" the").token("<|end|>", TokenType.CONTROL);
        TokenizerSpec spec = raw.spec();

        assertThat(merges(spec)).containsExactly("t+h", "h+e", "th+e", "\u0120+the");
        assertThat(tokens(spec)).contains("th", "\u0120the", "<|end|>").doesNotContain(" the");
    }

    @Test
    void theWrittenVocabularyGivesTheSameIds() {
        SpecBuilder raw = SpecBuilder.byteLevel().text(TokenText.RAW_BYTES);
        raw.token(" ".getBytes(UTF_8), TokenType.NORMAL, 0);
        raw.token("th").token("he").token("er").token("the").token(" the").token(" t");
        TokenizerSpec spec = raw.spec();
        TokenizerSpec written =
                new TokenizerSpec(
                        spec.algorithm(),
                        spec.preTokenizer(),
                        WrittenTokens.tokens(spec).toArray(byte[][]::new),
                        TokenText.BYTE_TO_UNICODE,
                        spec.scores(),
                        spec.types(),
                        WrittenTokens.merges(spec),
                        spec.specialIds(),
                        spec.addBos(),
                        spec.addEos(),
                        spec.addSpacePrefix(),
                        spec.removeExtraWhitespaces());

        assertThat(Tokenizers.of(written).encode(TEXT, false, true))
                .isEqualTo(Tokenizers.of(spec).encode(TEXT, false, true));
    }

    @Test
    void whatIsPrintableAlreadyStaysAsItIs() {
        TokenizerSpec spec = SpecBuilder.byteLevel().token("th").merge("t", "h").spec();

        assertThat(tokens(spec)).contains("th", "\u0120");
        assertThat(merges(spec)).containsExactly("t+h");
    }

    @Test
    void rawSentencePiecesGetTheirMarks() {
        SpecBuilder raw = SpecBuilder.sentencePiece().text(TokenText.RAW_BYTES);
        raw.token(" \u2047 ", TokenType.UNKNOWN).token("", TokenType.CONTROL).bos(1);
        raw.token("", TokenType.CONTROL).eos(2, false);
        raw.token(new byte[] {10}, TokenType.BYTE, 0).token(" of", -1f);

        assertThat(tokens(raw.spec()))
                .containsExactly("<unk>", "<s>", "</s>", "<0x0A>", "\u2581of");
    }
}
