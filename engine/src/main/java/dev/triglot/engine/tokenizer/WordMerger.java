package dev.triglot.engine.tokenizer;

/** Merges the bytes of a word to tokens. */
final class WordMerger extends SymbolMerger {
    private final BytePairs pairs;
    private int[] tokens = new int[32];

    WordMerger(BytePairs pairs) {
        this.pairs = pairs;
    }

    /** Appends the tokens of a word; -1 for a byte that has none. */
    void merge(byte[] word, int length, IntList out) {
        if (length > tokens.length) {
            tokens = new int[Math.max(length, tokens.length * 2)];
        }
        for (int i = 0; i < length; i++) {
            tokens[i] = pairs.byteToken(word[i]);
        }
        merge(length);
        for (int i = 0; i != END; i = next(i)) {
            out.add(tokens[i]);
        }
    }

    @Override
    int priority(int left, int right) {
        int rank = pairs.rank(tokens[left], tokens[right]);
        return rank == PairTable.ABSENT ? NEVER : rank;
    }

    @Override
    void join(int left, int right, int priority) {
        tokens[left] = pairs.merged(priority);
    }
}
