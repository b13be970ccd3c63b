package dev.triglot.engine.model;

import java.util.List;

/**
 * A vocabulary and its rules, whatever file they came from. Readers validate it: arrays have one
 * entry per token, special ids are in range or -1.
 *
 * @param algorithm how text is cut into tokens
 * @param preTokenizer GGUF's {@code tokenizer.ggml.pre}, such as {@code llama-bpe}; {@code default}
 *     where absent
 * @param tokens the bytes of each token as stored (see {@link TokenText})
 * @param tokenText how {@code tokens} are written
 * @param scores one per token for {@link Algorithm#SENTENCE_PIECE}, else empty
 * @param types one per token
 * @param merges pairs in rank order, the parts as stored, separated by one space; empty for
 *     SentencePiece. A legacy file without merges has an empty list and BYTE_LEVEL_BPE: then rank
 *     is token id
 * @param specialIds ids with a role
 * @param addBos whether a text begins with BOS
 * @param addEos whether a text ends with EOS
 * @param addSpacePrefix SentencePiece's dummy prefix
 * @param removeExtraWhitespaces SentencePiece's normalizer option
 */
public record TokenizerSpec(
        Algorithm algorithm,
        String preTokenizer,
        byte[][] tokens,
        TokenText tokenText,
        float[] scores,
        TokenType[] types,
        List<Merge> merges,
        SpecialIds specialIds,
        boolean addBos,
        boolean addEos,
        boolean addSpacePrefix,
        boolean removeExtraWhitespaces) {

    public enum Algorithm {
        SENTENCE_PIECE,
        BYTE_LEVEL_BPE
    }

    /** How the bytes of a token are written. */
    public enum TokenText {
        /** GPT-2's mapping of the 256 bytes to printable characters, in UTF-8. */
        BYTE_TO_UNICODE,
        /** The token's own bytes (legacy files; GPT4All's GGUF). */
        RAW_BYTES,
        /** UTF-8 with U+2581 for a space; byte tokens are {@code <0x0A>}. */
        SENTENCE_PIECE
    }

    /** GGUF's {@code tokenizer.ggml.token_type}; numbers are ordinal + 1. */
    public enum TokenType {
        NORMAL,
        UNKNOWN,
        CONTROL,
        USER_DEFINED,
        UNUSED,
        BYTE;

        /** GGUF's number of the type. */
        @SuppressWarnings("EnumOrdinal") // GGUF counts them in this order
        public int number() {
            return ordinal() + 1;
        }
    }

    /** Two adjacent pieces that become one; the bytes are as stored in {@code tokens}. */
    public record Merge(byte[] left, byte[] right) {}

    /**
     * -1 where the file names none. {@code eog} holds every id that ends a generation, EOS and EOT
     * included.
     */
    public record SpecialIds(
            int bos, int eos, int eot, int unknown, int separator, int padding, int[] eog) {}

    public int size() {
        return tokens.length;
    }
}
