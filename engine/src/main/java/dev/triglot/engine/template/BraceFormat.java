package dev.triglot.engine.template;

import java.util.List;

/**
 * {@code "{} {0} {name}".format(...)}: plain fields, without attributes and format specifications.
 */
final class BraceFormat {
    private BraceFormat() {}

    static String format(Rendering rendering, String format, Arguments arguments) {
        rendering.buildChars(format.length());
        StringBuilder out = new StringBuilder();
        int next = 0;
        int position = 0;
        while (position < format.length()) {
            char c = format.charAt(position);
            boolean doubled = position + 1 < format.length() && format.charAt(position + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                out.append(c);
                position += 2;
            } else if (c == '{') {
                int close = format.indexOf('}', position);
                if (close < 0) {
                    throw rendering.error("format() misses a '}'");
                }
                String field = format.substring(position + 1, close);
                Object value =
                        field.isEmpty()
                                ? at(rendering, arguments.positional(), next++)
                                : field(rendering, field, arguments);
                String text = Text.of(rendering, value);
                rendering.buildChars(text.length());
                out.append(text);
                position = close + 1;
            } else if (c == '}') {
                throw rendering.error("format() finds a single '}'; write '}}'");
            } else {
                out.append(c);
                position++;
            }
        }
        return out.toString();
    }

    private static Object field(Rendering rendering, String field, Arguments arguments) {
        Object named = arguments.named().get(field);
        if (named != null) {
            return named;
        }
        if (field.length() < 10 && field.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return at(rendering, arguments.positional(), Integer.parseInt(field));
        }
        throw rendering.error(
                "format() has no value for the field '"
                        + field.substring(0, Math.min(field.length(), 60))
                        + "'; pass it, and use plain names without '.', '[', ':' and '!'");
    }

    private static Object at(Rendering rendering, List<Object> values, int index) {
        if (index >= values.size()) {
            throw rendering.error("format() has fewer values than fields; add some");
        }
        return values.get(index);
    }
}
