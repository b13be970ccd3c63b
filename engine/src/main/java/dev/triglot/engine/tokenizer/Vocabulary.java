package dev.triglot.engine.tokenizer;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.model.TokenizerSpec.Algorithm;
import dev.triglot.engine.model.TokenizerSpec.SpecialIds;
import dev.triglot.engine.model.TokenizerSpec.TokenText;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The tokens: what each is and what bytes it stands for, whatever way the file writes them. */
final class Vocabulary {
    private static final byte[] NOTHING = {};

    /** What SentencePiece decodes an unknown token to. */
    private static final byte[] UNKNOWN_SURFACE = " \u2047 ".getBytes(StandardCharsets.UTF_8);

    private final byte[][] pieces;
    private final TokenType[] types;
    private final SpecialIds specialIds;
    private final BitSet endOfGeneration = new BitSet();
    private final byte[] unknownSurface;

    Vocabulary(TokenizerSpec spec) {
        specialIds = spec.specialIds();
        types = spec.types().clone();
        pieces = new byte[spec.size()][];
        for (int id = 0; id < pieces.length; id++) {
            byte[] stored = spec.tokens()[id];
            int value = byteValue(spec.tokenText(), types[id], stored);
            if (value >= 0) {
                types[id] = TokenType.BYTE;
                pieces[id] = new byte[] {(byte) value};
            } else {
                pieces[id] = piece(spec.tokenText(), types[id], stored);
            }
        }
        for (int id : specialIds.eog()) {
            markEndOfGeneration(id);
        }
        markEndOfGeneration(specialIds.eos());
        markEndOfGeneration(specialIds.eot());
        markControl(specialIds.bos());
        unknownSurface = spec.algorithm() == Algorithm.SENTENCE_PIECE ? UNKNOWN_SURFACE : NOTHING;
    }

    private void markEndOfGeneration(int id) {
        if (id >= 0) {
            endOfGeneration.set(id);
            markControl(id);
        }
    }

    /**
     * Files without token types, and some with, have control tokens that are not marked; shorter
     * texts than {@code <s>} are left alone, as a wrong id in a file shall not cost it a letter.
     */
    private void markControl(int id) {
        boolean unmarked =
                id >= 0 && (types[id] == TokenType.NORMAL || types[id] == TokenType.USER_DEFINED);
        if (unmarked && pieces[id].length >= 3) {
            types[id] = TokenType.CONTROL;
        }
    }

    /** The byte that a byte token stands for, or -1. */
    private static int byteValue(TokenText text, TokenType type, byte[] stored) {
        if (text == TokenText.RAW_BYTES) {
            return type == TokenType.BYTE && stored.length == 1 ? stored[0] & 0xFF : -1;
        }
        boolean candidate =
                type == TokenType.BYTE
                        || (type == TokenType.NORMAL && text == TokenText.SENTENCE_PIECE);
        boolean form =
                candidate
                        && stored.length == 6
                        && stored[0] == '<'
                        && stored[1] == '0'
                        && stored[2] == 'x'
                        && stored[5] == '>';
        int high = form ? hexDigit(stored[3]) : -1;
        int low = form ? hexDigit(stored[4]) : -1;
        return high < 0 || low < 0 ? -1 : (high << 4) | low;
    }

    /** Unlike {@link Character#digit(char, int)}, ASCII alone. */
    private static int hexDigit(byte character) {
        return character < 0 ? -1 : Character.digit(character, 16);
    }

    private static byte[] piece(TokenText text, TokenType type, byte[] stored) {
        return switch (text) {
            case RAW_BYTES -> stored;
            case SENTENCE_PIECE ->
                    type == TokenType.NORMAL || type == TokenType.USER_DEFINED
                            ? spacesForBlocks(stored)
                            : stored;
            case BYTE_TO_UNICODE -> {
                // Added tokens are written as they stand in a text.
                byte @Nullable [] decoded =
                        type == TokenType.NORMAL || type == TokenType.BYTE
                                ? ByteUnicode.decode(stored)
                                : null;
                yield decoded == null ? stored : decoded;
            }
        };
    }

    /** SentencePiece writes a space as U+2581. */
    private static byte[] spacesForBlocks(byte[] utf8) {
        byte[] spaced = new byte[utf8.length];
        int size = 0;
        for (int i = 0; i < utf8.length; i++) {
            boolean block =
                    i + 2 < utf8.length
                            && utf8[i] == (byte) 0xE2
                            && utf8[i + 1] == (byte) 0x96
                            && utf8[i + 2] == (byte) 0x81;
            spaced[size++] = block ? (byte) ' ' : utf8[i];
            i += block ? 2 : 0;
        }
        return java.util.Arrays.copyOf(spaced, size);
    }

    int size() {
        return pieces.length;
    }

    /** The bytes that stand for tokens in a text; shared, not to be changed. */
    byte[][] pieces() {
        return pieces;
    }

    TokenType type(int id) {
        return types[id];
    }

    SpecialIds specialIds() {
        return specialIds;
    }

    boolean endsGeneration(int id) {
        return id >= 0 && endOfGeneration.get(id);
    }

    /**
     * The bytes of a token, shared, not to be changed.
     *
     * @param special whether control tokens have their text; else they have none
     */
    byte[] bytes(int id, boolean special) {
        check(id);
        return switch (types[id]) {
            case NORMAL, USER_DEFINED, BYTE -> pieces[id];
            case CONTROL, UNUSED -> special ? pieces[id] : NOTHING;
            case UNKNOWN -> special ? pieces[id] : unknownSurface(id);
        };
    }

    /** Some files mark what fills the vocabulary up as unknown too: that has no text. */
    private byte[] unknownSurface(int id) {
        boolean other = specialIds.unknown() >= 0 && specialIds.unknown() != id;
        return other ? NOTHING : unknownSurface;
    }

    private void check(int id) {
        if (id < 0 || id >= pieces.length) {
            throw new InvalidArgumentException(
                    "token id " + id + " is outside the vocabulary: 0 to " + (pieces.length - 1));
        }
    }
}
