package dev.triglot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.tokenizer.Tokenizer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static final int BOS = '<';
    private static final int EOS = '>';

    /** Every character is a token. */
    private record Characters(boolean addBos, boolean addEos) implements Tokenizer {
        @Override
        public int[] encode(String text, boolean addSpecial, boolean parseSpecial) {
            IntStream ids = text.chars();
            if (addSpecial && addBos) {
                ids = IntStream.concat(IntStream.of(BOS), ids);
            }
            return (addSpecial && addEos ? IntStream.concat(ids, IntStream.of(EOS)) : ids)
                    .toArray();
        }

        @Override
        public byte[] bytes(int id, boolean special) {
            return new byte[] {(byte) id};
        }

        @Override
        public String decode(int[] ids, boolean special) {
            return new String(ids, 0, ids.length);
        }

        @Override
        public int size() {
            return 128;
        }

        @Override
        public int bos() {
            return BOS;
        }

        @Override
        public int eos() {
            return EOS;
        }

        @Override
        public boolean endsGeneration(int id) {
            return id == EOS;
        }
    }

    private static String prompt(boolean addBos, boolean addEos, String text) {
        Vocabulary vocabulary = new Vocabulary(new Characters(addBos, addEos));
        return vocabulary.decode(vocabulary.encodePrompt(text), true);
    }

    @Test
    void aPromptBeginsWithBosOnceWhereTheModelAsksForIt() {
        assertThat(prompt(true, false, "ab")).isEqualTo("<ab");
        assertThat(prompt(true, false, "<ab")).isEqualTo("<ab");
        assertThat(prompt(true, false, "")).isEqualTo("<");
    }

    @Test
    void aPromptIsLeftAloneWhereTheModelDoesNotAskForBos() {
        assertThat(prompt(false, false, "ab")).isEqualTo("ab");
        assertThat(prompt(false, false, "<ab")).isEqualTo("<ab");
    }

    @Test
    void noEosEndsAPrompt() {
        assertThat(prompt(true, true, "ab")).isEqualTo("<ab");
        assertThat(prompt(false, true, "ab")).isEqualTo("ab");
    }
}
