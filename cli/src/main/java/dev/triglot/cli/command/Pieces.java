package dev.triglot.cli.command;

import dev.triglot.cli.io.Failure;
import dev.triglot.cli.terminal.Printable;
import dev.triglot.engine.Vocabulary;
import java.nio.charset.StandardCharsets;

/** Single tokens as people read them. */
final class Pieces {
    private Pieces() {}

    /** Quoted, with control characters escaped; bytes that are no character as {@code \xE2}. */
    static String quoted(Vocabulary vocabulary, int id) {
        byte[] bytes = vocabulary.bytes(id);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!text.contains("\uFFFD")) {
            return "\"" + Printable.line(text) + "\"";
        }
        StringBuilder escaped = new StringBuilder("\"");
        for (byte b : bytes) {
            if (b >= 0x20 && b < 0x7F) {
                escaped.append((char) b);
            } else {
                escaped.append("\\x").append(String.format("%02X", b & 0xFF));
            }
        }
        return escaped.append('"').toString();
    }

    /** Ids from outside, checked against the vocabulary. */
    static int[] checked(Vocabulary vocabulary, int[] ids) {
        for (int id : ids) {
            if (id < 0 || id >= vocabulary.size()) {
                throw Failure.failed(
                        "token id "
                                + id
                                + " is outside the vocabulary: it must be 0 to "
                                + (vocabulary.size() - 1),
                        null);
            }
        }
        return ids;
    }
}
