package dev.triglot.cli.terminal;

/** Makes text of unknown origin fit for a terminal. */
public final class Printable {
    private Printable() {}

    /** Control characters other than line feed and tab become visible escapes. */
    public static String text(String text) {
        return escape(text, true);
    }

    /** As {@link #text}, all on one line. */
    public static String line(String text) {
        return escape(text, false);
    }

    private static String escape(String text, boolean layout) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = !isControl(c) || (layout && (c == '\n' || c == '\t'));
            if (!plain && escaped == null) {
                escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (escaped != null) {
                escaped.append(plain ? String.valueOf(c) : visible(c));
            }
        }
        return escaped == null ? text : escaped.toString();
    }

    private static boolean isControl(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }

    private static String visible(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\u" + Integer.toHexString(0x10000 | c).substring(1);
        };
    }
}
