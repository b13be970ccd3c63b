package dev.triglot.engine.format;

import static dev.triglot.engine.format.GgufTokenizer.PREFIX;

import dev.triglot.engine.model.TokenizerSpec.Merge;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/** The merges of a byte-level BPE vocabulary in GGUF's metadata: pairs, written {@code "h e"}. */
final class MergeKeys {
    private static final String KEY = PREFIX + "merges";

    /** Twice the longest list in use; bounds the heap. */
    private static final int MAX_MERGES = 1 << 20;

    private final Metadata metadata;
    private final List<String> warnings;

    MergeKeys(Metadata metadata, List<String> warnings) {
        this.metadata = metadata;
        this.warnings = warnings;
    }

    /**
     * Reads the list in rank order.
     *
     * @param raw whether the tokens are raw bytes. GPT4All's converter, which wrote them, left the
     *     merges in GPT-2's printable form, so they are translated
     */
    List<Merge> read(boolean raw) {
        MetadataValue.Texts texts = metadata.texts(KEY);
        if (texts == null) {
            warnings.add(KEY + " is missing; tokens are merged in the order of their ids");
            return List.of();
        }
        if (texts.size() > MAX_MERGES) {
            throw metadata.error(
                    KEY,
                    "has %d entries, allowed are up to %d".formatted(texts.size(), MAX_MERGES));
        }
        for (int i = 0; i < texts.size(); i++) {
            if (space(texts, i) + 1 >= texts.end(i)) {
                throw metadata.error(
                        KEY,
                        "entry %d is %s, expected two parts with a space between them"
                                .formatted(i, Quoted.quote(texts.bytes(i))));
            }
        }
        return new Merges(texts, raw);
    }

    /** Where the parts of an entry meet; its end where they do not. The left part is not empty. */
    private static int space(MetadataValue.Texts texts, int index) {
        byte[] data = texts.data();
        int end = texts.end(index);
        int space = Math.min(texts.start(index) + 1, end);
        while (space < end && data[space] != ' ') {
            space++;
        }
        return space;
    }

    /** A view of the checked array: half a million merges as objects would take 50 MB. */
    private static final class Merges extends AbstractList<Merge> implements RandomAccess {
        private final MetadataValue.Texts texts;
        private final boolean raw;

        Merges(MetadataValue.Texts texts, boolean raw) {
            this.texts = texts;
            this.raw = raw;
        }

        @Override
        public Merge get(int index) {
            int space = space(texts, index);
            byte[] left = Arrays.copyOfRange(texts.data(), texts.start(index), space);
            byte[] right = Arrays.copyOfRange(texts.data(), space + 1, texts.end(index));
            return raw
                    ? new Merge(ByteToUnicode.toRaw(left), ByteToUnicode.toRaw(right))
                    : new Merge(left, right);
        }

        @Override
        public int size() {
            return texts.size();
        }
    }
}
