package dev.triglot.engine.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.model.TokenizerSpec.Algorithm;
import dev.triglot.engine.model.TokenizerSpec.SpecialIds;
import dev.triglot.engine.model.TokenizerSpec.TokenText;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import dev.triglot.engine.tokenizer.Tokenizer;
import dev.triglot.engine.tokenizer.Tokenizers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    private static final int BYTES = 256;

    /** All bytes, and the word "ab" as the last token. */
    private static TokenizerSpec spec() {
        byte[][] tokens = new byte[BYTES + 1][];
        for (int i = 0; i < BYTES; i++) {
            tokens[i] = new byte[] {(byte) i};
        }
        tokens[BYTES] = "ab".getBytes(UTF_8);
        TokenType[] types = new TokenType[tokens.length];
        Arrays.fill(types, TokenType.NORMAL);
        return new TokenizerSpec(
                Algorithm.BYTE_LEVEL_BPE,
                "gpt-2",
                tokens,
                TokenText.RAW_BYTES,
                new float[tokens.length],
                types,
                List.of(new TokenizerSpec.Merge(tokens['a'], tokens['b'])),
                new SpecialIds(-1, -1, -1, -1, -1, -1, new int[0]),
                false,
                false,
                false,
                false);
    }

    @Test
    void textOfASoundVocabularySurvives() {
        RoundTrip trip = new RoundTrip(Tokenizers.of(spec()), spec());
        assertThat(trip.changedText()).isNull();
        assertThat(trip.changedToken()).isNull();
    }

    @Test
    void whatChangesIsQuoted() {
        RoundTrip trip = new RoundTrip(new Shouting(Tokenizers.of(spec())), spec());
        assertThat(trip.changedText()).startsWith("\"In the beginning").contains("\"IN THE BEG");
        assertThat(trip.changedToken())
                .isEqualTo("the text of token 97, \"a\", comes back as \"A\"");
    }

    /** Decodes everything in capitals. */
    private record Shouting(Tokenizer sound) implements Tokenizer {
        @Override
        public int[] encode(String text, boolean addSpecial, boolean parseSpecial) {
            return sound.encode(text, addSpecial, parseSpecial);
        }

        @Override
        public byte[] bytes(int id, boolean special) {
            return sound.bytes(id, special);
        }

        @Override
        public String decode(int[] ids, boolean special) {
            return sound.decode(ids, special).toUpperCase(Locale.ROOT);
        }

        @Override
        public int size() {
            return sound.size();
        }

        @Override
        public int bos() {
            return sound.bos();
        }

        @Override
        public int eos() {
            return sound.eos();
        }

        @Override
        public boolean endsGeneration(int id) {
            return sound.endsGeneration(id);
        }
    }
}
