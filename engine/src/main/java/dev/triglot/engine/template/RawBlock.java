package dev.triglot.engine.template;

import org.jspecify.annotations.Nullable;

/**
 * The end tag of {@code {% raw %} ... {% endraw %}}, whose body is text whatever it holds.
 *
 * @param tag index of the end tag
 * @param openingSign {@code -}, {@code +} or a blank
 * @param closingSign {@code -}, {@code +} or a blank
 * @param afterTag index after the end tag
 */
record RawBlock(int tag, char openingSign, char closingSign, int afterTag) {

    /** The index after {@code raw %}}, or -1 where the tag that was opened is another one. */
    static int bodyStart(String source, int position) {
        int i = afterWord(source, position, "raw");
        if (i < 0) {
            return -1;
        }
        if (source.startsWith("-%}", i)) {
            return skipSpace(source, i + 3);
        }
        return source.startsWith("%}", i) ? i + 2 : -1;
    }

    /** The first end tag at or after {@code from}; null where there is none. */
    static @Nullable RawBlock end(String source, int from) {
        for (int tag = source.indexOf("{%", from); tag >= 0; tag = source.indexOf("{%", tag + 2)) {
            char opening = signAt(source, tag + 2);
            int i = afterWord(source, opening == ' ' ? tag + 2 : tag + 3, "endraw");
            if (i < 0) {
                continue;
            }
            char closing = signAt(source, i);
            int close = closing == ' ' ? i : i + 1;
            if (source.startsWith("%}", close)) {
                return new RawBlock(tag, opening, closing, close + 2);
            }
        }
        return null;
    }

    private static char signAt(String source, int index) {
        char c = index < source.length() ? source.charAt(index) : ' ';
        return c == '-' || c == '+' ? c : ' ';
    }

    private static int afterWord(String source, int position, String word) {
        int i = skipSpace(source, position);
        return source.startsWith(word, i) ? skipSpace(source, i + word.length()) : -1;
    }

    private static int skipSpace(String source, int position) {
        int i = position;
        while (i < source.length() && Strings.isSpace(source.charAt(i))) {
            i++;
        }
        return i;
    }
}
