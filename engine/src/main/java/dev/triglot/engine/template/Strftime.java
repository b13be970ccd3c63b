package dev.triglot.engine.template;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The time now in a format of C's strftime, in English. */
final class Strftime {
    /** Formatting costs about as much as looking at so many characters. */
    private static final int CHARS_PER_DIRECTIVE = 4096;

    private Strftime() {}

    static String format(Rendering rendering, String format) {
        // A directive of two characters becomes up to 24.
        rendering.buildChars(12L * format.length());
        ZonedDateTime now = ZonedDateTime.now(rendering.clock());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                text.append(c);
                continue;
            }
            char directive = format.charAt(++i);
            boolean unpadded = directive == '-' && i + 1 < format.length();
            if (unpadded) {
                directive = format.charAt(++i);
            }
            text.append(directive(rendering, now, directive, unpadded));
        }
        return text.toString();
    }

    private static String directive(
            Rendering rendering, ZonedDateTime now, char directive, boolean unpadded) {
        rendering.scan(CHARS_PER_DIRECTIVE);
        return switch (directive) {
            case '%' -> "%";
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'u' -> Integer.toString(now.getDayOfWeek().getValue());
            case 'w' -> Integer.toString(now.getDayOfWeek().getValue() % 7);
            // As Python has it for a time without a zone, which is what templates get.
            case 'z', 'Z' -> "";
            default -> {
                String pattern = pattern(directive, unpadded);
                if (pattern == null) {
                    throw rendering.error(
                            "strftime_now() does not know %"
                                    + directive
                                    + "; use another directive");
                }
                yield now.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
            }
        };
    }

    private static @Nullable String pattern(char directive, boolean unpadded) {
        return switch (directive) {
            case 'a' -> "EEE";
            case 'A' -> "EEEE";
            case 'b', 'h' -> "MMM";
            case 'B' -> "MMMM";
            case 'c' -> "EEE MMM ppd HH:mm:ss yyyy";
            case 'd' -> unpadded ? "d" : "dd";
            case 'D', 'x' -> "MM/dd/yy";
            case 'e' -> unpadded ? "d" : "ppd";
            case 'f' -> "SSSSSS";
            case 'F' -> "yyyy-MM-dd";
            case 'H' -> unpadded ? "H" : "HH";
            case 'I' -> unpadded ? "h" : "hh";
            case 'j' -> unpadded ? "D" : "DDD";
            case 'm' -> unpadded ? "M" : "MM";
            case 'M' -> unpadded ? "m" : "mm";
            case 'p' -> "a";
            case 'R' -> "HH:mm";
            case 'S' -> unpadded ? "s" : "ss";
            case 'T', 'X' -> "HH:mm:ss";
            case 'y' -> "yy";
            case 'Y' -> "yyyy";
            default -> null;
        };
    }
}
