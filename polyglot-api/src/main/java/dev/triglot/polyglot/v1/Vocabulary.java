package dev.triglot.polyglot.v1;

import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/** The tokens of a model. */
public interface Vocabulary {
    /**
     * Encodes text.
     *
     * @param options {@code addSpecial} (BOS and EOS where the model asks for them; true), {@code
     *     parseSpecial} (recognise control tokens in the text; false)
     * @return int32 ids
     */
    @HostAccess.Export
    NumberArray tokenize(String text, @Nullable Object options);

    /**
     * Encodes text as a prompt that is to be continued: control tokens are recognised, BOS stands
     * in front once where the model asks for it, no EOS follows.
     *
     * @return int32 ids
     */
    @HostAccess.Export
    NumberArray tokenizePrompt(String text);

    /**
     * The text of ids; malformed UTF-8 becomes U+FFFD.
     *
     * @param ids numbers, see {@link NumberArray}
     * @param options {@code special} (whether control tokens give their text; false)
     */
    @HostAccess.Export
    String detokenize(Object ids, @Nullable Object options);

    /** The bytes of one token (uint8), which may be part of a character. */
    @HostAccess.Export
    NumberArray tokenBytes(int id);

    /** Number of tokens. */
    @HostAccess.Export
    int vocabSize();

    /** Begin of text; -1 where there is none. */
    @HostAccess.Export
    int bos();

    /** End of text; -1 where there is none. */
    @HostAccess.Export
    int eos();

    /** Whether the model asks for BOS in front of a text. */
    @HostAccess.Export
    boolean addsBos();

    /** Whether this id ends a generation. */
    @HostAccess.Export
    boolean endsGeneration(int id);
}
