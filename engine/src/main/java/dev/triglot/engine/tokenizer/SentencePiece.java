package dev.triglot.engine.tokenizer;

import dev.triglot.engine.model.TokenizerSpec;
import java.nio.charset.StandardCharsets;

/**
 * Byte pair encoding over characters by score, as SentencePiece does it (Kudo and Richardson,
 * 2018): of all adjacent pairs that together are a piece, the one of the highest score is joined. A
 * character that is no piece falls back to byte tokens.
 *
 * <p>Text and pieces are compared with spaces in the place of U+2581.
 */
final class SentencePiece implements TextEncoder {
    private final Pieces pieces;
    private final boolean addSpacePrefix;
    private final boolean removeExtraWhitespaces;

    SentencePiece(Vocabulary vocabulary, TokenizerSpec spec) {
        pieces = new Pieces(vocabulary, spec.scores());
        addSpacePrefix = spec.addSpacePrefix();
        removeExtraWhitespaces = spec.removeExtraWhitespaces();
    }

    /** Merges each stretch between two characters that are side by side in no piece alone. */
    @Override
    public void encode(String text, boolean startsAnew, IntList ids) {
        String normalized = normalize(text, startsAnew);
        byte[] utf8 = normalized.getBytes(StandardCharsets.UTF_8);
        PieceMerger merger = new PieceMerger(pieces, utf8);
        int previous = -1;
        int start = 0;
        for (int i = 0; i < normalized.length(); ) {
            int codePoint = normalized.codePointAt(i);
            if (i > 0 && !pieces.mayJoin(previous, codePoint)) {
                merger.flush(ids);
            }
            int end = start + utf8Length(codePoint);
            merger.add(start, end);
            start = end;
            previous = codePoint;
            i += Character.charCount(codePoint);
        }
        merger.flush(ids);
    }

    private static int utf8Length(int codePoint) {
        if (codePoint < 0x800) {
            return codePoint < 0x80 ? 1 : 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
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
            boolean space = text.charAt(i) == ' ';
            boolean extra = kept.isEmpty() || kept.charAt(kept.length() - 1) == ' ';
            if (!space || !extra) {
                kept.append(text.charAt(i));
            }
        }
        if (!kept.isEmpty() && kept.charAt(kept.length() - 1) == ' ') {
            kept.setLength(kept.length() - 1);
        }
        return kept.toString();
    }
}
