package dev.triglot.engine.store;

import dev.triglot.engine.error.InvalidArgumentException;
import java.util.Locale;
import java.util.regex.Pattern;

/** What names may look like: those of models and files become paths inside the store. */
final class Names {
    private static final Pattern MODEL = Pattern.compile("[a-z0-9]+([._-][a-z0-9]+)*");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9]+([._-]+[A-Za-z0-9]+)*");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern WINDOWS_DEVICE =
            Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");
    private static final int LONGEST_QUOTE = 120;

    private Names() {}

    static void requireModelName(String name) {
        if (!isModelName(name)) {
            throw new InvalidArgumentException(
                    "not a model name: "
                            + quote(name)
                            + ": use at most 64 lower-case letters and digits,"
                            + " with single dots, dashes or underscores between them");
        }
    }

    static boolean isModelName(String name) {
        return name.length() <= 64
                && MODEL.matcher(name).matches()
                && !WINDOWS_DEVICE.matcher(name).matches();
    }

    static void requireFileName(String file) {
        if (file.length() > 200
                || !FILE.matcher(file).matches()
                || WINDOWS_DEVICE.matcher(file).matches()) {
            throw new InvalidArgumentException(
                    "not a file name: "
                            + quote(file)
                            + ": use at most 200 letters and digits,"
                            + " with dots, dashes or underscores between them, and no folder");
        }
    }

    static void requireSha256(String digest) {
        if (!SHA256.matcher(digest).matches()) {
            throw new InvalidArgumentException(
                    "not a SHA-256: " + quote(digest) + ": use 64 lower-case hexadecimal digits");
        }
    }

    /** Text of unknown origin, made fit for a message: bounded, control characters escaped. */
    static String quote(String text) {
        return "'" + plain(text) + "'";
    }

    /** As {@link #quote}, without the quotes. */
    static String plain(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() < LONGEST_QUOTE; i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        return line.length() < LONGEST_QUOTE ? line.toString() : line + "...";
    }
}
