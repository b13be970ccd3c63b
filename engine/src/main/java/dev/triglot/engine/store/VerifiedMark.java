package dev.triglot.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A note beside a stored file that it was hashed, so that not every start reads all of it. It holds
 * as long as size and time of modification are as noted.
 */
record VerifiedMark(String sha256, long size, long modifiedNanos) {
    private static final Pattern TEXT =
            Pattern.compile("sha256:([0-9a-f]{64}) size:([0-9]{1,18}) modified:(-?[0-9]{1,19})\\n");

    static VerifiedMark of(Path file, String sha256) throws IOException {
        return new VerifiedMark(
                sha256, Files.size(file), Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS));
    }

    /** Empty where there is none or it is not readable: then the file is hashed again. */
    static Optional<VerifiedMark> read(Path mark) {
        try {
            Matcher text = TEXT.matcher(Files.readString(mark));
            return text.matches()
                    ? Optional.of(
                            new VerifiedMark(
                                    text.group(1),
                                    Long.parseLong(text.group(2)),
                                    Long.parseLong(text.group(3))))
                    : Optional.empty();
        } catch (IOException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Writes the note. A store that is read-only stays without it; one that was written in part is
     * not read, as its last character is missing.
     */
    void write(Path mark) {
        try {
            Files.writeString(
                    mark,
                    "sha256:" + sha256 + " size:" + size + " modified:" + modifiedNanos + "\n");
        } catch (IOException readOnly) {
            // The file is hashed again the next time.
        }
    }
}
