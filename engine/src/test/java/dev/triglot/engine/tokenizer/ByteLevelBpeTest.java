package dev.triglot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.model.TokenizerSpec.Merge;
import dev.triglot.engine.model.TokenizerSpec.TokenText;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteLevelBpeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ggml-vocab-gpt-2.gguf",
                "ggml-vocab-mpt.gguf",
                "small/gptj.gguf",
                "small/gptj-raw.gguf",
                "small/mpt.gguf"
            })
    void decodesToWhatWasEncoded(String vocabulary) {
        Tokenizer tokenizer = Tokenizers.of(TestData.vocabulary(vocabulary));
        Random random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            String text = TestData.randomText(random);
            assertThat(tokenizer.decode(tokenizer.encode(text, false, false), false))
                    .isEqualTo(text);
            assertThat(tokenizer.decode(tokenizer.encode(text, false, true), true)).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ggml-vocab-gpt-2.gguf", "small/gptj.gguf", "small/mpt.gguf"})
    void withoutMergesTheOrderOfTheTokensTellsThem(String vocabulary) {
        TokenizerSpec spec = TestData.vocabulary(vocabulary);
        Tokenizer expected = Tokenizers.of(spec);
        Tokenizer legacy = Tokenizers.of(asLegacyFile(spec));
        Random random = new Random(2);
        for (int i = 0; i < 2000; i++) {
            String text = TestData.randomText(random);
            assertThat(legacy.encode(text, false, false))
                    .isEqualTo(expected.encode(text, false, false));
        }
    }

    private static TokenizerSpec asLegacyFile(TokenizerSpec spec) {
        byte[][] raw = new byte[spec.size()][];
        Vocabulary vocabulary = new Vocabulary(spec);
        for (int id = 0; id < raw.length; id++) {
            raw[id] = vocabulary.bytes(id, true);
        }
        return new TokenizerSpec(
                spec.algorithm(),
                "default",
                raw,
                TokenText.RAW_BYTES,
                new float[0],
                spec.types(),
                List.of(),
                spec.specialIds(),
                false,
                false,
                false,
                false);
    }

    @Test
    void mergesByRankAndOfEqualPairsTheLeftmost() {
        SpecBuilder builder = SpecBuilder.byteLevel();
        int aa = builder.next();
        int ab = aa + 1;
        Tokenizer tokenizer =
                builder.token("aa").token("ab").merge("a", "a").merge("a", "b").build();
        int a = 'a' - '!';
        int b = 'b' - '!';
        assertThat(tokenizer.encode("aaa", false, false)).containsExactly(aa, a);
        assertThat(tokenizer.encode("aaab", false, false)).containsExactly(aa, ab);
        assertThat(tokenizer.encode("aab", false, false)).containsExactly(aa, b);
    }

    @Test
    void wholeWordsComeBeforeMergesWhereTheRuleSaysSo() {
        SpecBuilder builder = SpecBuilder.byteLevel();
        int word = builder.next();
        builder.token("word");
        int w = 'w' - '!';
        assertThat(builder.preTokenizer("llama-bpe").build().encode("word", false, false))
                .containsExactly(word);
        assertThat(
                        builder.preTokenizer("smaug-bpe")
                                .merge("x", "y")
                                .build()
                                .encode("word", false, false))
                .containsExactly(w, 'o' - '!', 'r' - '!', 'd' - '!');
    }

    @Test
    void mergesThatMakeNoSenseHaveNoEffect() {
        SpecBuilder builder = SpecBuilder.byteLevel();
        int ab = builder.next();
        Tokenizer tokenizer =
                builder.token("ab")
                        .token("ab")
                        .merge("zz", "yy")
                        .merge("", "")
                        .merge("", "a")
                        .merge("a", "b")
                        .merge("a", "b")
                        .merge("ab", "ab")
                        .merge("ab", "c")
                        .build();
        int c = 'c' - '!';
        assertThat(tokenizer.encode("abab abc", false, false)).containsExactly(ab, ab, 94, ab, c);
    }

    @Test
    void bytesWithoutATokenAreLeftOut() {
        Tokenizer tokenizer = SpecBuilder.byteLevel().merge("x", "y").build();
        assertThat(tokenizer.encode("a\u00e9b", false, false))
                .containsExactly('a' - '!', 'b' - '!');
    }

    @Test
    void mergesOfARawVocabularyMayBeWrittenEitherWay() {
        SpecBuilder builder = SpecBuilder.byteLevel().text(TokenText.RAW_BYTES);
        int raw = builder.next();
        Tokenizer tokenizer =
                builder.token(" ")
                        .token(" a")
                        .token(" b")
                        .merge("\u0120", "a")
                        .merge(" ", "b")
                        .build();
        assertThat(tokenizer.encode("x a b", false, false))
                .containsExactly('x' - '!', raw + 1, raw + 2);
    }

    @Test
    void anAddedTokenDoesNotTakeThePlaceOfTheTokenThatMergesMake() {
        SpecBuilder builder = SpecBuilder.byteLevel();
        int spaces = builder.next();
        builder.token("  ", TokenType.USER_DEFINED).token("\u0120\u0120");
        BytePairs pairs =
                new BytePairs(
                        new Vocabulary(builder.spec()),
                        TokenText.BYTE_TO_UNICODE,
                        List.of(new Merge(bytes("\u0120"), bytes("\u0120"))));
        assertThat(pairs.merged(pairs.rank(94, 94))).isEqualTo(spaces + 1);
        assertThat(builder.build().encode("a  b", false, false))
                .containsExactly('a' - '!', spaces, 'b' - '!');
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aWordOfAMillionCharactersIsNoTrap() {
        Tokenizer tokenizer = Tokenizers.of(TestData.vocabulary("ggml-vocab-gpt-2.gguf"));
        for (String unit : List.of("a", "-", " ", "\n", "ab", "\u5B57", "\uD83E\uDD99")) {
            String text = unit.repeat(1_000_000 / unit.length());
            int[] ids = tokenizer.encode(text, false, false);
            assertThat(tokenizer.decode(ids, false)).isEqualTo(text);
        }
    }
}
