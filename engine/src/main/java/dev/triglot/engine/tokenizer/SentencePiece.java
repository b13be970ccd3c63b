package dev.triglot.engine.tokenizer;

import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Byte pair encoding over characters by score, as SentencePiece does it (Kudo and Richardson,
 * 2018): of all adjacent pairs that together are a piece, the one of the highest score is joined. A
 * character that is no piece falls back to byte tokens.
 *
 * <p>Text and pieces are compared with spaces in the place of U+2581.
 */
final class SentencePiece implements TextEncoder {
    private final ByteTable pieces;

    /** Lowest for the highest score. */
    private final int[] priorities;

    private final int longestPiece;
    private final int[] byteTokens = new int[256];
    private final int unknown;
    private final boolean addSpacePrefix;
    private final boolean removeExtraWhitespaces;

    SentencePiece(Vocabulary vocabulary, TokenizerSpec spec) {
        addSpacePrefix = spec.addSpacePrefix();
        removeExtraWhitespaces = spec.removeExtraWhitespaces();
        unknown = spec.specialIds().unknown();
        pieces = new ByteTable(vocabulary.pieces());
        priorities = new int[vocabulary.size()];
        Arrays.fill(byteTokens, -1);
        int longest = 0;
        for (int id = 0; id < vocabulary.size(); id++) {
            priorities[id] = priority(spec.scores()[id]);
            byte[] piece = vocabulary.pieces()[id];
            TokenType type = vocabulary.type(id);
            // Control tokens and byte tokens are no pieces: text that spells one is text.
            if (type == TokenType.NORMAL || type == TokenType.USER_DEFINED) {
                pieces.add(id);
                longest = Math.max(longest, piece.length);
            } else if (type == TokenType.BYTE && piece.length == 1) {
                byteTokens[piece[0] & 0xFF] = id;
            }
        }
        longestPiece = longest;
    }

    /** Ascending for descending scores; NaN is the last. */
    private static int priority(float score) {
        float ordered = Float.isNaN(score) ? Float.NEGATIVE_INFINITY : score + 0.0f;
        int bits = Float.floatToIntBits(ordered);
        return ~(bits ^ ((bits >> 31) & 0x7FFF_FFFF));
    }

    @Override
    public void encode(String text, boolean startsAnew, IntList ids) {
        String normalized = normalize(text, startsAnew);
        if (!normalized.isEmpty()) {
            new Characters(normalized.getBytes(StandardCharsets.UTF_8)).encode(ids);
        }
    }

    private String normalize(String text, boolean startsAnew) {
        String spaced = text.replace('\u2581', ' ');
        if (removeExtraWhitespaces) {
            spaced = withoutExtraSpaces(spaced);
        }
        return addSpacePrefix && startsAnew && !spaced.isEmpty() ? " " + spaced : spaced;
    }

    private static String withoutExtraSpaces(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ') {
                kept.append(c);
            } else if (!kept.isEmpty() && kept.charAt(kept.length() - 1) != ' ') {
                kept.append(c);
            }
        }
        if (!kept.isEmpty() && kept.charAt(kept.length() - 1) == ' ') {
            kept.setLength(kept.length() - 1);
        }
        return kept.toString();
    }

    /** The working memory of one call: symbols are stretches of the text, at first characters. */
    private final class Characters extends SymbolMerger {
        private final byte[] text;
        private final int count;
        private final int[] starts;
        private final int[] ends;

        /** Of the symbols that were joined. */
        private final int[] tokens;

        /** Of the pair that begins at a symbol. */
        private final int[] pairTokens;

        Characters(byte[] utf8) {
            text = utf8;
            starts = new int[utf8.length];
            int characters = 0;
            for (int i = 0; i < utf8.length; i++) {
                if ((utf8[i] & 0xC0) != 0x80) {
                    starts[characters++] = i;
                }
            }
            count = characters;
            ends = new int[count];
            for (int i = 0; i < count; i++) {
                ends[i] = i + 1 < count ? starts[i + 1] : utf8.length;
            }
            tokens = new int[count];
            pairTokens = new int[count];
            Arrays.fill(tokens, ByteTable.ABSENT);
        }

        @Override
        int priority(int left, int right) {
            if (ends[right] - starts[left] > longestPiece) {
                return NEVER;
            }
            pairTokens[left] = pieces.find(text, starts[left], ends[right]);
            return pairTokens[left] < 0 ? NEVER : priorities[pairTokens[left]];
        }

        @Override
        void join(int left, int right, int priority) {
            ends[left] = ends[right];
            tokens[left] = pairTokens[left];
        }

        void encode(IntList ids) {
            merge(count);
            boolean afterUnknown = false;
            for (int i = 0; i != END; i = next(i)) {
                int token = tokens[i] >= 0 ? tokens[i] : pieces.find(text, starts[i], ends[i]);
                if (token >= 0) {
                    ids.add(token);
                    afterUnknown = false;
                } else {
                    afterUnknown = !encodeBytes(i, afterUnknown, ids);
                }
            }
        }

        /** Adjacent characters that have no bytes either are one unknown token. */
        private boolean encodeBytes(int symbol, boolean afterUnknown, IntList ids) {
            for (int i = starts[symbol]; i < ends[symbol]; i++) {
                if (byteTokens[text[i] & 0xFF] < 0) {
                    if (!afterUnknown && unknown >= 0) {
                        ids.add(unknown);
                    }
                    return false;
                }
            }
            for (int i = starts[symbol]; i < ends[symbol]; i++) {
                ids.add(byteTokens[text[i] & 0xFF]);
            }
            return true;
        }
    }
}
