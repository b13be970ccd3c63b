package dev.triglot.engine;

import dev.triglot.engine.error.InvalidArgumentException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts texts into what fits into a context. */
final class Chunks {
    /** Tokens that neighbouring chunks share. */
    private static final int OVERLAP = 8;

    private final Vocabulary vocabulary;
    private final EmbeddingOptions options;
    private final int[] begin;
    private final int[] end;
    private final int room;

    Chunks(Vocabulary vocabulary, EmbeddingOptions options, int contextLength) {
        this.vocabulary = vocabulary;
        this.options = options;
        int[] special = vocabulary.encode("", true, false);
        int[] bos = vocabulary.addsBos() ? new int[] {vocabulary.bos()} : new int[0];
        this.begin = join(bos, vocabulary.encode(options.prefix(), false, false));
        this.end = Arrays.copyOfRange(special, bos.length, special.length);
        this.room = contextLength - begin.length - end.length;
        if (room <= OVERLAP) {
            throw new InvalidArgumentException(
                    "a context of "
                            + contextLength
                            + " tokens leaves no room beside a prefix of "
                            + begin.length
                            + ": shorten the prefix, or take a longer context");
        }
    }

    /**
     * The ids to evaluate for a text, whole with BOS, prefix and EOS.
     *
     * @param index of the text, for messages
     */
    List<int[]> of(String text, int index) {
        int[] ids = vocabulary.encode(text, false, false);
        if (ids.length == 0) {
            throw new InvalidArgumentException(
                    "text " + index + " is empty: there is nothing to embed");
        }
        List<int[]> chunks = new ArrayList<>();
        int from = 0;
        while (true) {
            int to = Math.min(ids.length, from + room);
            chunks.add(join(join(begin, Arrays.copyOfRange(ids, from, to)), end));
            if (to == ids.length
                    || options.longTextMode() == EmbeddingOptions.LongTextMode.TRUNCATE) {
                return chunks;
            }
            from = to - OVERLAP;
        }
    }

    private static int[] join(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
