package dev.triglot.engine.tokenizer;

/** Encodes text that has no special tokens. */
interface TextEncoder {
    /**
     * Appends the tokens of a text.
     *
     * @param text has no lone surrogates
     * @param startsAnew whether the text stands at the start or after a special token
     */
    void encode(String text, boolean startsAnew, IntList ids);
}
