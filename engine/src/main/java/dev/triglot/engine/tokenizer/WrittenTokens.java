package dev.triglot.engine.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.model.TokenizerSpec.Algorithm;
import dev.triglot.engine.model.TokenizerSpec.Merge;
import dev.triglot.engine.model.TokenizerSpec.TokenText;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A vocabulary in the form that GGUF files write it, whatever form it was read in. */
public final class WrittenTokens {
    private WrittenTokens() {}

    /** The tokens' texts: printable for byte-level BPE, with U+2581 for SentencePiece. */
    public static List<byte[]> tokens(TokenizerSpec spec) {
        List<byte[]> written = new ArrayList<>(spec.size());
        for (int id = 0; id < spec.size(); id++) {
            byte[] stored = spec.tokens()[id];
            written.add(
                    spec.tokenText() != TokenText.RAW_BYTES
                            ? stored
                            : spec.algorithm() == Algorithm.BYTE_LEVEL_BPE
                                    ? byteLevel(spec.types()[id], stored)
                                    : sentencePiece(spec, id, stored));
        }
        return written;
    }

    /** The merges; those of a vocabulary in merge order are recovered. */
    public static List<Merge> merges(TokenizerSpec spec) {
        if (!spec.merges().isEmpty()) {
            return spec.tokenText() == TokenText.RAW_BYTES
                    ? spec.merges().stream()
                            .map(m -> new Merge(printable(m.left()), printable(m.right())))
                            .toList()
                    : spec.merges();
        }
        Vocabulary vocabulary = new Vocabulary(spec);
        List<Merge> merges = new ArrayList<>();
        BytePairs.Pairs recovered =
                (left, right) ->
                        merges.add(
                                new Merge(
                                        ByteUnicode.encode(vocabulary.pieces()[left]),
                                        ByteUnicode.encode(vocabulary.pieces()[right])));
        new BytePairs(vocabulary, spec.tokenText(), List.of(), recovered);
        return merges;
    }

    private static byte[] byteLevel(TokenType type, byte[] stored) {
        return type == TokenType.NORMAL || type == TokenType.BYTE
                ? ByteUnicode.encode(stored)
                : stored;
    }

    /** Files with raw tokens may have their merges in either form. */
    private static byte[] printable(byte[] part) {
        byte[] decoded = ByteUnicode.decode(part);
        return decoded == null ? ByteUnicode.encode(part) : part;
    }

    private static byte[] sentencePiece(TokenizerSpec spec, int id, byte[] stored) {
        return switch (spec.types()[id]) {
            case BYTE ->
                    stored.length == 1
                            ? "<0x%02X>".formatted(stored[0] & 0xff).getBytes(UTF_8)
                            : stored;
            case UNKNOWN -> "<unk>".getBytes(UTF_8);
            case CONTROL -> stored.length > 0 ? stored : control(spec, id);
            default -> new String(stored, UTF_8).replace(' ', '\u2581').getBytes(UTF_8);
        };
    }

    private static byte[] control(TokenizerSpec spec, int id) {
        String name =
                id == spec.specialIds().bos()
                        ? "<s>"
                        : id == spec.specialIds().eos()
                                ? "</s>"
                                : String.format(Locale.ROOT, "<control_%d>", id);
        return name.getBytes(UTF_8);
    }
}
