package dev.triglot.engine.tokenizer;

/** Text to token ids and back. Immutable and safe for many threads. */
public interface Tokenizer {
    /**
     * Encodes text.
     *
     * @param text lone surrogates in it become U+FFFD
     * @param addSpecial adds BOS and EOS where the vocabulary asks for them and the text does not
     *     have them already
     * @param parseSpecial recognises control tokens such as {@code <|im_start|>} in the text;
     *     user-defined tokens are always recognised
     */
    int[] encode(String text, boolean addSpecial, boolean parseSpecial);

    /**
     * The bytes that a token stands for; may be part of a UTF-8 character.
     *
     * @param special whether control and unused tokens give their text; else they give nothing.
     *     SentencePiece's unknown token then is {@code " \u2047 "}
     * @throws dev.triglot.engine.error.InvalidArgumentException if the id is outside the vocabulary
     */
    byte[] bytes(int id, boolean special);

    /**
     * Text of ids; malformed UTF-8 becomes U+FFFD. The spaces that encoding adds, at the start and
     * after special tokens, are removed.
     */
    String decode(int[] ids, boolean special);

    /** Number of tokens. */
    int size();

    /** -1 where there is none. */
    int bos();

    /** -1 where there is none. */
    int eos();

    /** Whether this id ends a generation. */
    boolean endsGeneration(int id);
}
