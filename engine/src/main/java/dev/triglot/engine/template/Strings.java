package dev.triglot.engine.template;

import java.util.ArrayList;
import java.util.List;

/** Strings as Python sees them: code points, and its own idea of whitespace. */
final class Strings {
    private Strings() {}

    static boolean isSpace(int c) {
        return c == ' '
                || (c >= '\t' && c <= '\r')
                || (c >= 0x1c && c <= 0x1f)
                || c == 0x85
                || c == 0xa0
                || (c > 0xff
                        && (Character.getType(c) == Character.SPACE_SEPARATOR
                                || c == 0x2028
                                || c == 0x2029));
    }

    static boolean isLineBreak(int c) {
        return (c >= '\n' && c <= '\r')
                || (c >= 0x1c && c <= 0x1e)
                || c == 0x85
                || c == 0x2028
                || c == 0x2029;
    }

    static String strip(String text, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (right && to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Strips characters that are in {@code set}. */
    static String strip(String text, String set, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to && set.indexOf(text.codePointAt(from)) >= 0) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (right && to > from && set.indexOf(text.codePointBefore(to)) >= 0) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, Math.max(from, to));
    }

    /** By code point, where Java compares UTF-16 units. */
    static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean highX = Character.isSurrogate(x);
                boolean highY = Character.isSurrogate(y);
                return highX == highY ? Character.compare(x, y) : highX ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.codePointAt(0);
        int rest = Character.charCount(first);
        return Character.toString(Character.toTitleCase(first)) + Case.lower(text.substring(rest));
    }

    /** Capital letters after whatever is no letter, as str.title() has it. */
    static String title(String text) {
        StringBuilder title = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            title.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inWord =
                    Character.isUpperCase(c)
                            || Character.isLowerCase(c)
                            || Character.isTitleCase(c);
        }
        return title.toString();
    }

    static List<String> lines(String text, boolean keepEnds) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isLineBreak(text.charAt(i))) {
                int end = i;
                if (text.startsWith("\r\n", i)) {
                    i++;
                }
                lines.add(text.substring(from, keepEnds ? i + 1 : end));
                from = i + 1;
            }
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
        }
        return lines;
    }

    /** Words between whitespace; after {@code max} cuts (negative: all) the rest is one piece. */
    static List<Object> words(String text, long max) {
        List<Object> words = new ArrayList<>();
        int i = 0;
        while (true) {
            while (i < text.length() && isSpace(text.charAt(i))) {
                i++;
            }
            if (i == text.length()) {
                return words;
            }
            if (max >= 0 && words.size() >= max) {
                words.add(text.substring(i));
                return words;
            }
            int from = i;
            while (i < text.length() && !isSpace(text.charAt(i))) {
                i++;
            }
            words.add(text.substring(from, i));
        }
    }

    static List<Object> wordsFromRight(String text, long max) {
        List<Object> words = new ArrayList<>();
        int i = text.length();
        while (true) {
            while (i > 0 && isSpace(text.charAt(i - 1))) {
                i--;
            }
            if (i == 0) {
                return words.reversed();
            }
            if (max >= 0 && words.size() >= max) {
                words.add(text.substring(0, i));
                return words.reversed();
            }
            int to = i;
            while (i > 0 && !isSpace(text.charAt(i - 1))) {
                i--;
            }
            words.add(text.substring(i, to));
        }
    }

    static List<Object> split(String text, String separator, long max) {
        List<Object> parts = new ArrayList<>();
        int from = 0;
        int at;
        while ((max < 0 || parts.size() < max) && (at = text.indexOf(separator, from)) >= 0) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    static List<Object> splitFromRight(String text, String separator, long max) {
        List<Object> parts = new ArrayList<>();
        int to = text.length();
        while (max < 0 || parts.size() < max) {
            int at = text.lastIndexOf(separator, to - separator.length());
            if (to < separator.length() || at < 0) {
                break;
            }
            parts.add(text.substring(at + separator.length(), to));
            to = at;
        }
        parts.add(text.substring(0, to));
        return parts.reversed();
    }

    /** How often a part occurs, without overlaps; an empty one occurs around each character. */
    static int count(String text, String part) {
        if (part.isEmpty()) {
            return text.codePointCount(0, text.length()) + 1;
        }
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    /** Replaces the first {@code max} occurrences; negative: all. */
    static String replace(Rendering rendering, String text, String old, String by, long max) {
        rendering.search(text.length(), old.length());
        if (max == 0) {
            return text;
        }
        long occurrences = count(text, old);
        if (max > 0) {
            occurrences = Math.min(occurrences, max);
        }
        rendering.buildChars(text.length() + occurrences * by.length());
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        int at = 0;
        for (long i = 0; i < occurrences; i++) {
            at = text.indexOf(old, at);
            replaced.append(text, from, at).append(by);
            from = at + old.length();
            // An empty string is found once before each character.
            at =
                    old.isEmpty() && from < text.length()
                            ? from + Character.charCount(text.codePointAt(from))
                            : from;
        }
        return replaced.append(text, from, text.length()).toString();
    }
}
