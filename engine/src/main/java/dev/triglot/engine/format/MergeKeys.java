package dev.triglot.engine.format;

import static dev.triglot.engine.format.GgufTokenizer.PREFIX;

import dev.triglot.engine.model.TokenizerSpec.Merge;
import java.util.Arrays;
import java.util.List;

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
        Merge[] merges = new Merge[texts.size()];
        for (int i = 0; i < merges.length; i++) {
            merges[i] = split(texts, i, raw);
        }
        return List.of(merges);
    }

    private Merge split(MetadataValue.Texts texts, int index, boolean raw) {
        byte[] data = texts.data();
        int start = texts.start(index);
        int end = texts.end(index);
        int space = start + 1;
        while (space < end && data[space] != ' ') {
            space++;
        }
        if (space + 1 >= end) {
            throw metadata.error(
                    KEY,
                    "entry %d is %s, expected two parts with a space between them"
                            .formatted(index, Quoted.quote(texts.bytes(index))));
        }
        byte[] left = Arrays.copyOfRange(data, start, space);
        byte[] right = Arrays.copyOfRange(data, space + 1, end);
        return raw
                ? new Merge(ByteToUnicode.toRaw(left), ByteToUnicode.toRaw(right))
                : new Merge(left, right);
    }
}
