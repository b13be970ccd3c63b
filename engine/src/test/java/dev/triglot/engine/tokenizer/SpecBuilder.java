package dev.triglot.engine.tokenizer;

import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.model.TokenizerSpec.Algorithm;
import dev.triglot.engine.model.TokenizerSpec.Merge;
import dev.triglot.engine.model.TokenizerSpec.SpecialIds;
import dev.triglot.engine.model.TokenizerSpec.TokenText;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Small vocabularies by hand. */
final class SpecBuilder {
    private final Algorithm algorithm;
    private TokenText text;
    private String preTokenizer = "default";
    private final List<byte[]> tokens = new ArrayList<>();
    private final List<Float> scores = new ArrayList<>();
    private final List<TokenType> types = new ArrayList<>();
    private final List<Merge> merges = new ArrayList<>();
    private int bos = -1;
    private int eos = -1;
    private int unknown = -1;
    private boolean addBos;
    private boolean addEos;
    private boolean addSpacePrefix;
    private boolean removeExtraWhitespaces;

    private SpecBuilder(Algorithm algorithm, TokenText text) {
        this.algorithm = algorithm;
        this.text = text;
    }

    static SpecBuilder sentencePiece() {
        return new SpecBuilder(Algorithm.SENTENCE_PIECE, TokenText.SENTENCE_PIECE);
    }

    /** With the printable ASCII characters as tokens 0 to 93, and the space as 94. */
    static SpecBuilder byteLevel() {
        SpecBuilder builder = new SpecBuilder(Algorithm.BYTE_LEVEL_BPE, TokenText.BYTE_TO_UNICODE);
        for (char c = '!'; c <= '~'; c++) {
            builder.token(String.valueOf(c));
        }
        return builder.token("\u0120");
    }

    SpecBuilder text(TokenText how) {
        text = how;
        return this;
    }

    SpecBuilder preTokenizer(String name) {
        preTokenizer = name;
        return this;
    }

    SpecBuilder token(String token) {
        return token(token, TokenType.NORMAL, 0);
    }

    SpecBuilder token(String token, TokenType type) {
        return token(token, type, 0);
    }

    SpecBuilder token(String token, float score) {
        return token(token, TokenType.NORMAL, score);
    }

    private SpecBuilder token(String token, TokenType type, float score) {
        return token(token.getBytes(StandardCharsets.UTF_8), type, score);
    }

    SpecBuilder token(byte[] token, TokenType type, float score) {
        tokens.add(token);
        types.add(type);
        scores.add(score);
        return this;
    }

    /** The 256 byte tokens of SentencePiece. */
    SpecBuilder bytes() {
        for (int b = 0; b < 256; b++) {
            token(String.format(Locale.ROOT, "<0x%02X>", b), TokenType.BYTE);
        }
        return this;
    }

    SpecBuilder merge(String left, String right) {
        merges.add(
                new Merge(
                        left.getBytes(StandardCharsets.UTF_8),
                        right.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    SpecBuilder bos(int id) {
        bos = id;
        addBos = true;
        return this;
    }

    SpecBuilder eos(int id, boolean add) {
        eos = id;
        addEos = add;
        return this;
    }

    SpecBuilder unknown(int id) {
        unknown = id;
        return this;
    }

    SpecBuilder addSpacePrefix() {
        addSpacePrefix = true;
        return this;
    }

    SpecBuilder removeExtraWhitespaces() {
        removeExtraWhitespaces = true;
        return this;
    }

    /** The id that the next token gets. */
    int next() {
        return tokens.size();
    }

    TokenizerSpec spec() {
        float[] allScores = new float[algorithm == Algorithm.SENTENCE_PIECE ? scores.size() : 0];
        for (int i = 0; i < allScores.length; i++) {
            allScores[i] = scores.get(i);
        }
        return new TokenizerSpec(
                algorithm,
                preTokenizer,
                tokens.toArray(byte[][]::new),
                text,
                allScores,
                types.toArray(TokenType[]::new),
                merges,
                new SpecialIds(bos, eos, -1, unknown, -1, -1, new int[0]),
                addBos,
                addEos,
                addSpacePrefix,
                removeExtraWhitespaces);
    }

    Tokenizer build() {
        return Tokenizers.of(spec());
    }
}
