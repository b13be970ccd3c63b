package dev.triglot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.model.TokenizerSpec.TokenText;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentencePieceTest {
    /** 0 to 3: unk, s, /s, user; then 256 bytes; then pieces from 260 on. */
    private static SpecBuilder vocabulary() {
        return SpecBuilder.sentencePiece()
                .token("<unk>", TokenType.UNKNOWN)
                .token("<s>", TokenType.CONTROL)
                .token("</s>", TokenType.CONTROL)
                .token("<|user|>", TokenType.USER_DEFINED)
                .bytes()
                .token("\u2581", -9) // 260
                .token("a", -8)
                .token("b", -7)
                .token("ab", -2) // 263
                .token("ba", -1)
                .token("\u2581a", -3) // 265
                .token("\u2581\u2581", -4)
                .unknown(0);
    }

    @Test
    void joinsThePairOfTheHighestScoreFirst() {
        Tokenizer tokenizer = vocabulary().build();
        assertThat(tokenizer.encode("aba", false, false)).containsExactly(261, 264);
        assertThat(tokenizer.encode("abab", false, false)).containsExactly(261, 264, 262);
    }

    @Test
    void ofEqualScoresTheLeftmostIsFirst() {
        Tokenizer tokenizer =
                SpecBuilder.sentencePiece().bytes().token("a", 0).token("aa", 0).build();
        assertThat(tokenizer.encode("aaa", false, false)).containsExactly(257, 256);
    }

    @Test
    void putsASpaceBeforeTextThatStartsAnew() {
        Tokenizer tokenizer = vocabulary().addSpacePrefix().build();
        assertThat(tokenizer.encode("a", false, false)).containsExactly(265);
        assertThat(tokenizer.encode(" a", false, false)).containsExactly(260, 265);
        assertThat(tokenizer.encode("", false, false)).isEmpty();
        assertThat(tokenizer.encode("a<|user|>a</s>a", false, true))
                .containsExactly(265, 3, 265, 2, 265);
    }

    @Test
    void textThatSpellsAControlOrByteTokenIsText() {
        Tokenizer tokenizer =
                vocabulary().token("<s", 0).token(">", 0).token("<", 0).token("s", 0).build();
        assertThat(tokenizer.encode("<s>", false, false)).containsExactly(267, 268);
        assertThat(tokenizer.encode("<0x0A>", false, false)).startsWith(269).doesNotContain(14);
        assertThat(tokenizer.decode(tokenizer.encode("<0x0A>", false, false), false))
                .isEqualTo("<0x0A>");
    }

    @Test
    void aCharacterWithoutAPieceIsItsBytes() {
        Tokenizer tokenizer = vocabulary().build();
        assertThat(tokenizer.encode("a\u00e9\n", false, false))
                .containsExactly(261, 4 + 0xC3, 4 + 0xA9, 4 + 0x0A);
    }

    @Test
    void withoutByteTokensARunOfUnknownCharactersIsOneToken() {
        Tokenizer tokenizer =
                SpecBuilder.sentencePiece()
                        .token("<unk>", TokenType.UNKNOWN)
                        .token("a", 0)
                        .token("[PAD2]", TokenType.UNKNOWN)
                        .unknown(0)
                        .build();
        assertThat(tokenizer.encode("xyazz", false, false)).containsExactly(0, 1, 0);
        assertThat(tokenizer.decode(new int[] {1, 0}, false)).isEqualTo("a \u2047 ");
        assertThat(tokenizer.decode(new int[] {1, 0}, true)).isEqualTo("a<unk>");
        assertThat(tokenizer.decode(new int[] {1, 2}, false)).isEqualTo("a");
    }

    @Test
    void piecesMayHoldCharactersThatAreNoPiecesThemselves() {
        Tokenizer tokenizer =
                SpecBuilder.sentencePiece().bytes().token("xy", 0).token("xyz", 1).build();
        assertThat(tokenizer.encode("xyzxy", false, false)).containsExactly(257, 256);
    }

    @Test
    void removesExtraWhitespacesWhereAskedTo() {
        Tokenizer tokenizer = vocabulary().addSpacePrefix().removeExtraWhitespaces().build();
        assertThat(tokenizer.encode("  a   a  ", false, false)).containsExactly(265, 265);
        assertThat(tokenizer.encode("   ", false, false)).isEmpty();
        assertThat(vocabulary().build().encode("   ", false, false)).containsExactly(266, 260);
    }

    @Test
    void aBlockAndASpaceAreTheSame() {
        Tokenizer tokenizer = vocabulary().build();
        assertThat(tokenizer.encode("\u2581a\u2581", false, false)).containsExactly(265, 260);
    }

    @Test
    void tokensMayBeRawBytes() {
        Tokenizer tokenizer =
                SpecBuilder.sentencePiece()
                        .text(TokenText.RAW_BYTES)
                        .token(new byte[] {'a'}, TokenType.BYTE, 0)
                        .token(new byte[] {(byte) 0xC3}, TokenType.BYTE, 0)
                        .token(new byte[] {(byte) 0xA9}, TokenType.BYTE, 0)
                        .token(" ", -1)
                        .token("a", -1)
                        .token(" a", 0)
                        .build();
        assertThat(tokenizer.encode(" a\u00e9a", false, false)).containsExactly(5, 1, 2, 4);
    }

    @Test
    void scoresThatAreNoNumbersComeLast() {
        Tokenizer tokenizer =
                SpecBuilder.sentencePiece()
                        .bytes()
                        .token("ab", Float.NaN)
                        .token("bc", -1e30f)
                        .token("cd", Float.NEGATIVE_INFINITY)
                        .build();
        assertThat(tokenizer.encode("abcdab", false, false)).containsExactly('a', 257, 'd', 256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ggml-vocab-llama-spm.gguf", "small/llama.gguf"})
    void decodesToWhatWasEncoded(String vocabulary) {
        Tokenizer tokenizer = Tokenizers.of(TestData.vocabulary(vocabulary));
        Random random = new Random(3);
        for (int i = 0; i < 3000; i++) {
            String text = TestData.randomText(random).replace('\u2581', '_');
            assertThat(tokenizer.decode(tokenizer.encode(text, true, false), false))
                    .isEqualTo(text);
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aMillionCharactersAreNoTrap() {
        Tokenizer tokenizer = Tokenizers.of(TestData.vocabulary("ggml-vocab-llama-spm.gguf"));
        for (String unit : List.of("a", "-", " ", "\n", "7", "th", "\u5B57", "\uD83E\uDD99")) {
            String text = unit.repeat(1_000_000 / unit.length());
            int[] ids = tokenizer.encode(text, false, false);
            assertThat(tokenizer.decode(ids, false)).isEqualTo(text);
        }
    }

    @Test
    void aTokenThatIsNotUtf8IsOnlyDecoded() {
        byte[] malformed = {(byte) 0xFF, (byte) 0xFE, (byte) 0xC3};
        SpecBuilder builder = vocabulary();
        int id = builder.next();
        Tokenizer tokenizer = builder.token(malformed, TokenType.NORMAL, 5).build();
        assertThat(tokenizer.bytes(id, false)).isEqualTo(malformed);
        assertThat(tokenizer.encode("a\uFFFDb", false, false)).doesNotContain(id);
    }
}
