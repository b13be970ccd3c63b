package dev.triglot.engine.tokenizer;

/**
 * A text as code points, each with its general category (Unicode as in the running JDK). Holds a
 * memo: one per thread.
 */
final class ClassifiedText {
    private static final int CATEGORY_SHIFT = 21;
    private static final int CODE_POINT_MASK = (1 << CATEGORY_SHIFT) - 1;

    /** Category above, code point below. */
    private final int[] points;

    private final int length;

    private int whiteStart;
    private int whiteEnd;
    private int lastNewline;

    /**
     * @param text has no lone surrogates
     */
    ClassifiedText(CharSequence text) {
        points = new int[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            int codePoint = text.charAt(i);
            if (Character.isHighSurrogate((char) codePoint)) {
                codePoint = Character.toCodePoint((char) codePoint, text.charAt(++i));
            }
            points[count++] = (category(codePoint) << CATEGORY_SHIFT) | codePoint;
        }
        length = count;
    }

    private static int category(int codePoint) {
        return switch (codePoint) {
            case '\r', '\n' -> CharSet.CATEGORY_NEWLINE;
            case '\t', 0x0B, '\f', 0x85 -> CharSet.CATEGORY_WHITE_CONTROL;
            default -> Character.getType(codePoint);
        };
    }

    /** {@code \\s}. */
    static boolean isWhite(int codePoint) {
        return CharSet.WHITE.contains(category(codePoint), codePoint);
    }

    int length() {
        return length;
    }

    int codePoint(int index) {
        return points[index] & CODE_POINT_MASK;
    }

    boolean is(int index, CharSet set) {
        int point = points[index];
        return set.contains(point >>> CATEGORY_SHIFT, point & CODE_POINT_MASK);
    }

    /** The end of the run of characters of a set that begins at an index; the index if none. */
    int endOfRun(CharSet set, int from, int to) {
        int end = from;
        while (end < to && is(end, set)) {
            end++;
        }
        return end;
    }

    /** The end of the white space that begins at an index; the index if none. */
    int endOfWhite(int from, int to) {
        findWhite(from);
        return Math.min(whiteEnd, to);
    }

    /** The last newline in the white space that begins at an index; -1 if none. */
    int lastNewline(int from, int to) {
        findWhite(from);
        int last = lastNewline;
        if (last >= to) {
            last = to - 1;
            while (last >= from && !is(last, CharSet.NEWLINE)) {
                last--;
            }
        }
        return last >= from ? last : -1;
    }

    /** Rules that take a long run in steps would otherwise scan the rest of it at each step. */
    private void findWhite(int from) {
        if (from >= whiteStart && from < whiteEnd) {
            return;
        }
        whiteStart = from;
        whiteEnd = from;
        lastNewline = -1;
        for (; whiteEnd < length && is(whiteEnd, CharSet.WHITE); whiteEnd++) {
            if (is(whiteEnd, CharSet.NEWLINE)) {
                lastNewline = whiteEnd;
            }
        }
    }

    /**
     * Writes characters as UTF-8.
     *
     * @param buffer has room for 4 bytes a character
     * @return the number of bytes
     */
    int utf8(int from, int to, byte[] buffer) {
        int at = 0;
        for (int i = from; i < to; i++) {
            int c = codePoint(i);
            if (c < 0x80) {
                buffer[at++] = (byte) c;
            } else if (c < 0x800) {
                buffer[at++] = (byte) (0xC0 | (c >> 6));
                buffer[at++] = continuation(c);
            } else if (c < 0x10000) {
                buffer[at++] = (byte) (0xE0 | (c >> 12));
                buffer[at++] = continuation(c >> 6);
                buffer[at++] = continuation(c);
            } else {
                buffer[at++] = (byte) (0xF0 | (c >> 18));
                buffer[at++] = continuation(c >> 12);
                buffer[at++] = continuation(c >> 6);
                buffer[at++] = continuation(c);
            }
        }
        return at;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }
}
