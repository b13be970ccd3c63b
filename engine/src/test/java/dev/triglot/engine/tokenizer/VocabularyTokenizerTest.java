package dev.triglot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.model.TokenizerSpec.TokenText;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VocabularyTokenizerTest {
    private static final int A = 'a' - '!';

    /** 95 is {@code <s>}, 96 is {@code </s>}, 97 is a user-defined run of spaces. */
    private static SpecBuilder byteLevel() {
        return SpecBuilder.byteLevel()
                .token("<s>", TokenType.CONTROL)
                .token("</s>", TokenType.CONTROL)
                .token("   ", TokenType.USER_DEFINED)
                .merge("x", "y");
    }

    @Test
    void addsBosAndEosWhereTheVocabularyAsksForThem() {
        Tokenizer both = byteLevel().bos(95).eos(96, true).build();
        assertThat(both.encode("a", true, false)).containsExactly(95, A, 96);
        assertThat(both.encode("", true, false)).containsExactly(95, 96);
        assertThat(both.encode("a", false, false)).containsExactly(A);
        Tokenizer neither = byteLevel().eos(96, false).build();
        assertThat(neither.encode("a", true, false)).containsExactly(A);
    }

    @Test
    void neverDoublesBosOrEos() {
        Tokenizer tokenizer = byteLevel().bos(95).eos(96, true).build();
        assertThat(tokenizer.encode("<s>a</s>", true, true)).containsExactly(95, A, 96);
        assertThat(tokenizer.encode("<s><s>a", true, true)).containsExactly(95, 95, A, 96);
    }

    @Test
    void controlTokensAreParsedOnRequestAndUserDefinedOnesAlways() {
        Tokenizer tokenizer = byteLevel().build();
        assertThat(tokenizer.encode("<s>a", false, true)).containsExactly(95, A);
        assertThat(tokenizer.encode("<s>a", false, false))
                .containsExactly('<' - '!', 's' - '!', '>' - '!', A);
        assertThat(tokenizer.encode("a    a", false, false)).containsExactly(A, 97, 94, A);
    }

    @Test
    void controlTokensHaveTextOnRequestOnly() {
        Tokenizer tokenizer = byteLevel().build();
        assertThat(tokenizer.bytes(95, false)).isEmpty();
        assertThat(tokenizer.bytes(95, true)).isEqualTo(utf8("<s>"));
        assertThat(tokenizer.bytes(97, false)).isEqualTo(utf8("   "));
        assertThat(tokenizer.decode(new int[] {95, A, 96}, false)).isEqualTo("a");
        assertThat(tokenizer.decode(new int[] {95, A, 96}, true)).isEqualTo("<s>a</s>");
    }

    @Test
    void tokensWithARoleAreControlTokensWhateverTheFileCallsThem() {
        SpecBuilder builder = SpecBuilder.byteLevel();
        int end = builder.next();
        Tokenizer tokenizer =
                builder.token("<|endoftext|>").merge("x", "y").eos(end, false).build();
        assertThat(tokenizer.bytes(end, false)).isEmpty();
        assertThat(tokenizer.encode("<|endoftext|>", false, true)).containsExactly(end);
        assertThat(tokenizer.encode("<|endoftext|>", false, false)).doesNotContain(end);
        assertThat(tokenizer.endsGeneration(end)).isTrue();
        assertThat(tokenizer.endsGeneration(A)).isFalse();
        assertThat(tokenizer.endsGeneration(-1)).isFalse();
    }

    @Test
    void tellsItsSizeAndRoles() {
        Tokenizer tokenizer = byteLevel().bos(95).build();
        assertThat(tokenizer.size()).isEqualTo(98);
        assertThat(tokenizer.bos()).isEqualTo(95);
        assertThat(tokenizer.eos()).isEqualTo(-1);
    }

    @Test
    void idsOutsideTheVocabularyAreRefused() {
        Tokenizer tokenizer = byteLevel().build();
        assertThatThrownBy(() -> tokenizer.bytes(98, true))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("98")
                .hasMessageContaining("0 to 97");
        assertThatThrownBy(() -> tokenizer.decode(new int[] {A, -1}, true))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void theCallersArrayIsItsOwn() {
        Tokenizer tokenizer = byteLevel().build();
        tokenizer.bytes(A, false)[0] = 'z';
        assertThat(tokenizer.decode(new int[] {A}, false)).isEqualTo("a");
    }

    @Test
    void loneSurrogatesAreReplacementCharacters() {
        Tokenizer tokenizer = Tokenizers.of(TestData.vocabulary("ggml-vocab-gpt-2.gguf"));
        String[] texts = {"\uD83Ea", "a\uDD99", "\uD83E", "\uDD99\uD83E", "\uD83E\uD83E\uDD99b"};
        String[] clean = {"\uFFFDa", "a\uFFFD", "\uFFFD", "\uFFFD\uFFFD", "\uFFFD\uD83E\uDD99b"};
        for (int i = 0; i < texts.length; i++) {
            assertThat(tokenizer.decode(tokenizer.encode(texts[i], true, true), true))
                    .isEqualTo(clean[i]);
        }
    }

    @Test
    void decodingRemovesTheSpacesThatEncodingAdded() {
        Tokenizer tokenizer = Tokenizers.of(TestData.vocabulary("ggml-vocab-llama-spm.gguf"));
        for (String text : new String[] {"Hello", " Hello", "", " ", "  x", "\nx"}) {
            assertThat(tokenizer.decode(tokenizer.encode(text, true, false), false))
                    .isEqualTo(text);
        }
        String withControl = "a</s>b</s> c";
        assertThat(tokenizer.decode(tokenizer.encode(withControl, false, true), true))
                .isEqualTo(withControl);
    }

    @Test
    void phi3TakesWhiteSpaceAfterItsSpecialTokensAlong() {
        SpecBuilder builder =
                SpecBuilder.sentencePiece()
                        .token("<s>", TokenType.CONTROL)
                        .token("<|placeholder1|>", TokenType.CONTROL)
                        .token("<|user|>", TokenType.CONTROL)
                        .bytes();
        assertThat(builder.build().encode("<|user|>\n a<s>\n", false, true))
                .containsExactly(2, 3 + 'a', 0, 3 + '\n');
    }

    @Test
    void byteTokensAreReadStrictly() {
        SpecBuilder builder = SpecBuilder.sentencePiece();
        String[] texts = {"<0x0A>", "<0xfF>", "<0x-1>", "<0x1>", "<0x0A", "<0x+1>", "<0x0G>"};
        for (String text : texts) {
            builder.token(text, TokenType.BYTE);
        }
        Tokenizer tokenizer = builder.build();
        assertThat(tokenizer.bytes(0, false)).containsExactly(0x0A);
        assertThat(tokenizer.bytes(1, false)).containsExactly(0xFF);
        for (int id = 2; id < texts.length; id++) {
            assertThat(tokenizer.bytes(id, false)).isEqualTo(utf8(texts[id]));
        }
    }

    @Test
    void tokensOutsideGpt2sAlphabetAreRawBytes() {
        SpecBuilder builder = SpecBuilder.byteLevel();
        int id = builder.next();
        Tokenizer tokenizer =
                builder.token("\u0120a")
                        .token("\u00c3\u00a9")
                        .token(" a")
                        .token("\u5B57")
                        .token(new byte[] {(byte) 0xC3}, TokenType.NORMAL, 0)
                        .token("\u0144", TokenType.NORMAL)
                        .build();
        assertThat(tokenizer.bytes(id, false)).isEqualTo(utf8(" a"));
        assertThat(tokenizer.bytes(id + 1, false)).isEqualTo(utf8("\u00e9"));
        assertThat(tokenizer.bytes(id + 2, false)).isEqualTo(utf8(" a"));
        assertThat(tokenizer.bytes(id + 3, false)).isEqualTo(utf8("\u5B57"));
        assertThat(tokenizer.bytes(id + 4, false)).containsExactly(0xC3);
        assertThat(tokenizer.bytes(id + 5, false)).isEqualTo(utf8("\u0144"));
    }

    @Test
    void anEmptyVocabularyEncodesNothing() {
        Tokenizer tokenizer = SpecBuilder.sentencePiece().addSpacePrefix().build();
        assertThat(tokenizer.encode("text", true, true)).isEmpty();
        assertThat(tokenizer.size()).isZero();
    }

    @Test
    void contradictionsAreRefused() {
        assertThatThrownBy(() -> byteLevel().bos(98).build())
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("98");
        TokenizerSpec good = byteLevel().spec();
        TokenizerSpec fewTypes =
                new TokenizerSpec(
                        good.algorithm(),
                        good.preTokenizer(),
                        good.tokens(),
                        good.tokenText(),
                        good.scores(),
                        new TokenType[1],
                        good.merges(),
                        good.specialIds(),
                        false,
                        false,
                        false,
                        false);
        assertThatThrownBy(() -> Tokenizers.of(fewTypes))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("1 types for 98 tokens");
        assertThatThrownBy(() -> byteLevel().text(TokenText.SENTENCE_PIECE).build())
                .isInstanceOf(UnsupportedModelException.class);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
