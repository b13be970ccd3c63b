package dev.triglot.engine.tokenizer;

import java.util.Arrays;

/** Merges the characters of a stretch of text to pieces; symbols are parts of the text. */
final class PieceMerger extends SymbolMerger {
    private final Pieces pieces;

    /** UTF-8. */
    private final byte[] text;

    private int count;
    private int[] starts = new int[32];
    private int[] ends = new int[32];

    /** Of symbols that were joined. */
    private int[] tokens = new int[32];

    /** Of the pair that begins at a symbol. */
    private int[] pairTokens = new int[32];

    PieceMerger(Pieces pieces, byte[] text) {
        this.pieces = pieces;
        this.text = text;
    }

    /** Adds the next character of the stretch. */
    void add(int start, int end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
            tokens = Arrays.copyOf(tokens, count * 2);
            pairTokens = Arrays.copyOf(pairTokens, count * 2);
        }
        starts[count] = start;
        ends[count] = end;
        tokens[count++] = ByteTable.ABSENT;
    }

    /** Appends the tokens of the stretch and begins the next one. */
    void flush(IntList ids) {
        if (count == 0) {
            return;
        }
        merge(count);
        for (int i = 0; i != END; i = next(i)) {
            int token = tokens[i] >= 0 ? tokens[i] : pieces.find(text, starts[i], ends[i]);
            if (token >= 0) {
                ids.add(token);
            } else {
                pieces.fallBack(text, starts[i], ends[i], ids);
            }
        }
        count = 0;
    }

    @Override
    int priority(int left, int right) {
        pairTokens[left] = pieces.find(text, starts[left], ends[right]);
        return pairTokens[left] < 0 ? NEVER : pieces.priority(pairTokens[left]);
    }

    @Override
    void join(int left, int right, int priority) {
        ends[left] = ends[right];
        tokens[left] = pairTokens[left];
    }
}
