package dev.triglot.engine.store;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a partial answer, RFC 9110, section 14.4.
 *
 * @param first offset of the first byte
 * @param last offset of the last byte
 * @param total size of the whole, or -1 where the server does not say
 */
record ContentRange(long first, long last, long total) {
    private static final Pattern TEXT =
            Pattern.compile("(?i)bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

    static Optional<ContentRange> parse(String header) {
        Matcher text = TEXT.matcher(header.strip());
        if (!text.matches()) {
            return Optional.empty();
        }
        String total = text.group(3);
        return Optional.of(
                new ContentRange(
                        Long.parseLong(text.group(1)),
                        Long.parseLong(text.group(2)),
                        total.equals("*") ? -1 : Long.parseLong(total)));
    }

    /** Whether this is what was asked for: bytes from an offset on of a file of a known size. */
    boolean continues(long offset, long size) {
        return first == offset && first <= last && last < size && (total == size || total == -1);
    }
}
