package dev.triglot.engine.tokenizer;

/**
 * How byte-level BPE cuts a text into words, across whose ends nothing is merged.
 *
 * @param wholeWords a word that is itself a token is that token, whatever the merges say (Hugging
 *     Face's {@code ignore_merges})
 */
record PreTokenizer(Splitter splitter, boolean wholeWords) {

    void split(ClassifiedText text, Splitter.Pieces words) {
        if (text.length() > 0) {
            splitter.split(text, 0, text.length(), words);
        }
    }
}
