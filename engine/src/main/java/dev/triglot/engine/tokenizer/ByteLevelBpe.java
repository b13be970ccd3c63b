package dev.triglot.engine.tokenizer;

import dev.triglot.engine.model.TokenizerSpec;

/**
 * Byte pair encoding over the bytes of words, as GPT-2 introduced it ("Language Models are
 * Unsupervised Multitask Learners", 2019).
 */
final class ByteLevelBpe implements TextEncoder {
    private final PreTokenizer preTokenizer;
    private final BytePairs pairs;

    ByteLevelBpe(Vocabulary vocabulary, TokenizerSpec spec) {
        preTokenizer = PreTokenizers.named(spec.preTokenizer());
        pairs = new BytePairs(vocabulary, spec.tokenText(), spec.merges());
    }

    @Override
    public void encode(String text, boolean startsAnew, IntList ids) {
        new Words(text, ids).encode();
    }

    /** The working memory of one call. */
    private final class Words {
        private final ClassifiedText text;
        private final IntList ids;
        private final WordMerger merger = new WordMerger(pairs);
        private final IntList tokens = new IntList();
        private byte[] word = new byte[64];

        Words(String text, IntList ids) {
            this.text = new ClassifiedText(text);
            this.ids = ids;
        }

        void encode() {
            preTokenizer.split(text, this::encodeWord);
        }

        private void encodeWord(int from, int to) {
            int most = Math.multiplyExact(to - from, 4);
            if (most > word.length) {
                word = new byte[Math.max(most, word.length * 2)];
            }
            int length = text.utf8(from, to, word);
            int whole = preTokenizer.wholeWords() ? pairs.token(word, length) : ByteTable.ABSENT;
            if (whole >= 0) {
                ids.add(whole);
                return;
            }
            tokens.clear();
            merger.merge(word, length, tokens);
            for (int i = 0; i < tokens.size(); i++) {
                // A byte that the vocabulary lacks is left out: its unknown token, where it names
                // one, often is the one that ends a text.
                if (tokens.get(i) >= 0) {
                    ids.add(tokens.get(i));
                }
            }
        }
    }
}
