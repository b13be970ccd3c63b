package dev.triglot.engine;

import dev.triglot.engine.tokenizer.Tokenizer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A model's tokens. Immutable and safe for many threads; needs no weights. */
public final class Vocabulary {
    private final Tokenizer tokenizer;

    Vocabulary(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Encodes text.
     *
     * @param addSpecial adds BOS and EOS where the model asks for them
     * @param parseSpecial recognises control tokens such as {@code <|im_start|>} in the text
     */
    public int[] encode(String text, boolean addSpecial, boolean parseSpecial) {
        return tokenizer.encode(text, addSpecial, parseSpecial);
    }

    /**
     * Encodes a prompt that the model is to go on with. Special tokens are recognised. BOS stands
     * in front where the model asks for it, but once: chat templates often write it themselves. No
     * EOS follows.
     */
    public int[] encodePrompt(String prompt) {
        int[] ids = tokenizer.encode(prompt, false, true);
        if (!addsBos() || (ids.length > 0 && ids[0] == bos())) {
            return ids;
        }
        int[] begun = new int[ids.length + 1];
        begun[0] = bos();
        System.arraycopy(ids, 0, begun, 1, ids.length);
        return begun;
    }

    /** Whether the model asks for BOS in front of a text. */
    public boolean addsBos() {
        int[] nothing = tokenizer.encode("", true, false);
        return nothing.length > 0 && nothing[0] == bos();
    }

    /**
     * Text of ids; malformed UTF-8 becomes U+FFFD.
     *
     * @param special whether control tokens give their text; else they give nothing
     */
    public String decode(int[] ids, boolean special) {
        return tokenizer.decode(ids, special);
    }

    /** The bytes of one token, which may be part of a character. */
    public byte[] bytes(int id) {
        return tokenizer.bytes(id, true);
    }

    public int size() {
        return tokenizer.size();
    }

    /** -1 where there is none. */
    public int bos() {
        return tokenizer.bos();
    }

    /** -1 where there is none. */
    public int eos() {
        return tokenizer.eos();
    }

    /** Whether this id ends a generation. */
    public boolean endsGeneration(int id) {
        return tokenizer.endsGeneration(id);
    }

    /** A token's text, control tokens included; empty for -1. */
    String text(int id) {
        return id < 0 ? "" : decode(new int[] {id}, true);
    }

    /**
     * Looks for a token that another vocabulary has otherwise.
     *
     * @return what differs, or null where ids mean the same
     */
    @Nullable String difference(Vocabulary other) {
        if (size() != other.size()) {
            return size() + " tokens against " + other.size();
        }
        for (int id = 0; id < size(); id++) {
            if (!Arrays.equals(bytes(id), other.bytes(id))
                    || endsGeneration(id) != other.endsGeneration(id)) {
                return "token %d is '%s' against '%s'".formatted(id, text(id), other.text(id));
            }
        }
        return null;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }
}
