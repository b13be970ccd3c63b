package dev.triglot.engine.store;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A note beside a partial file: which address it came from and which version, so that it is resumed
 * only from the same one (RFC 9110, sections 8.8.3 and 13.1.5).
 */
final class PartOrigin {
    // A weak validator (W/"...") says nothing about single bytes and cannot be resumed by.
    private static final Pattern STRONG_ETAG = Pattern.compile("\"[\\x21\\x23-\\x7e]{1,1024}\"");

    private final Path note;

    PartOrigin(Path note) {
        this.note = note;
    }

    /** The version of the partial file, if it came from this address and can be resumed. */
    Optional<String> etag(URI uri) throws IOException {
        if (!Files.isRegularFile(note)) {
            return Optional.empty();
        }
        List<String> lines = Files.readString(note, StandardCharsets.ISO_8859_1).lines().toList();
        return lines.size() == 2 && lines.get(0).equals(uri.toASCIIString())
                ? strong(lines.get(1))
                : Optional.empty();
    }

    void write(URI uri, Optional<String> etag) throws IOException {
        Optional<String> strong = etag.flatMap(PartOrigin::strong);
        if (strong.isPresent()) {
            Files.writeString(note, uri.toASCIIString() + "\n" + strong.get() + "\n");
        } else {
            Files.deleteIfExists(note);
        }
    }

    private static Optional<String> strong(String etag) {
        return STRONG_ETAG.matcher(etag).matches() ? Optional.of(etag) : Optional.empty();
    }
}
