package dev.triglot.engine.template;

import java.util.Locale;

/**
 * Upper and lower case in linear time: the JDK copies the whole string for each character that
 * becomes longer, so long strings go through it in pieces.
 */
final class Case {
    private static final int PIECE = 64;

    private Case() {}

    /** Pays for a conversion of so many characters. */
    static void pay(Rendering rendering, int chars) {
        // Some characters become three.
        rendering.buildChars(3L * chars);
        rendering.scan(8L * chars);
    }

    static String upper(String text) {
        return convert(text, true);
    }

    static String lower(String text) {
        return convert(text, false);
    }

    private static String convert(String text, boolean upper) {
        if (text.length() <= PIECE) {
            return piece(text, upper);
        }
        StringBuilder converted = new StringBuilder(text.length());
        int from = 0;
        while (from < text.length()) {
            int to = cut(text, from);
            converted.append(piece(text.substring(from, to), upper));
            from = to;
        }
        return converted.toString();
    }

    /** A place after whitespace if there is one, as a sigma looks at the letters around it. */
    private static int cut(String text, int from) {
        int end = Math.min(from + PIECE, text.length());
        if (end == text.length()) {
            return end;
        }
        for (int i = end; i > from; i--) {
            if (Strings.isSpace(text.charAt(i - 1))) {
                return i;
            }
        }
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    private static String piece(String text, boolean upper) {
        return upper ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT);
    }
}
