package dev.triglot.engine.tokenizer;

import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The tables of SentencePiece: pieces by their text, their order by score, the token of a byte. */
final class Pieces {
    private final ByteTable tokens;

    /** Lowest for the highest score. */
    private final int[] priorities;

    /** The pairs of code points that stand side by side in a piece. */
    private final PairTable neighbours = new PairTable(1024);

    private final int[] byteTokens = new int[256];
    private final int unknown;
    private final int longest;

    Pieces(Vocabulary vocabulary, float[] scores) {
        tokens = new ByteTable(vocabulary.pieces());
        priorities = new int[vocabulary.size()];
        unknown = vocabulary.specialIds().unknown();
        Arrays.fill(byteTokens, ByteTable.ABSENT);
        int most = 0;
        for (int id = 0; id < vocabulary.size(); id++) {
            priorities[id] = priority(scores[id]);
            byte[] piece = vocabulary.pieces()[id];
            TokenType type = vocabulary.type(id);
            // Control tokens and byte tokens are no pieces: text that spells one is text.
            if (type == TokenType.NORMAL || type == TokenType.USER_DEFINED) {
                tokens.add(id);
                addNeighbours(new String(piece, StandardCharsets.UTF_8));
                most = Math.max(most, piece.length);
            } else if (type == TokenType.BYTE && piece.length == 1) {
                byteTokens[piece[0] & 0xFF] = id;
            }
        }
        longest = most;
    }

    /** Ascending for descending scores; NaN is the last. */
    private static int priority(float score) {
        float ordered = Float.isNaN(score) ? Float.NEGATIVE_INFINITY : score + 0.0f;
        int bits = Float.floatToIntBits(ordered);
        return ~(bits ^ ((bits >> 31) & 0x7FFF_FFFF));
    }

    private void addNeighbours(String piece) {
        int at = 0;
        while (at < piece.length()) {
            int left = piece.codePointAt(at);
            at += Character.charCount(left);
            if (at < piece.length()) {
                neighbours.putIfAbsent(left, piece.codePointAt(at), 1);
            }
        }
    }

    /** Whether any merge can cross the place between two code points. */
    boolean mayJoin(int left, int right) {
        return neighbours.get(left, right) != PairTable.ABSENT;
    }

    /** The piece of a part of a text, or {@link ByteTable#ABSENT}. */
    int find(byte[] text, int from, int to) {
        return to - from > longest ? ByteTable.ABSENT : tokens.find(text, from, to);
    }

    int priority(int token) {
        return priorities[token];
    }

    /**
     * Appends the byte tokens of a character that is no piece. Where the vocabulary has none,
     * adjacent characters are one unknown token.
     */
    void fallBack(byte[] text, int from, int to, IntList ids) {
        for (int i = from; i < to; i++) {
            if (byteTokens[text[i] & 0xFF] < 0) {
                boolean again = ids.size() > 0 && ids.get(ids.size() - 1) == unknown;
                if (unknown >= 0 && !again) {
                    ids.add(unknown);
                }
                return;
            }
        }
        for (int i = from; i < to; i++) {
            ids.add(byteTokens[text[i] & 0xFF]);
        }
    }
}
