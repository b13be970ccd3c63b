package dev.triglot.engine.template;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Filters of texts; other values are turned into their text first. */
final class TextFilters {
    private TextFilters() {}

    static Object apply(Rendering rendering, String name, Object value, Arguments arguments) {
        if (value instanceof Undefined missing && name.equals("indent")) {
            throw Values.undefined(rendering, missing);
        }
        String text = Text.of(rendering, value);
        // Most of them build a text of about this length.
        rendering.buildChars(text.length());
        return switch (name) {
            case "trim" -> trim(rendering, text, arguments);
            case "upper", "lower", "title", "capitalize" -> convert(rendering, name, text);
            case "replace" -> replace(rendering, text, arguments);
            case "indent" -> indent(rendering, text, arguments);
            case "center" -> center(rendering, text, arguments);
            case "truncate" -> truncate(rendering, text, arguments);
            case "wordcount" -> wordCount(text);
            case "format" -> format(rendering, text, arguments);
            case "urlencode" -> urlEncode(rendering, text);
            default -> escape(rendering, text);
        };
    }

    private static String convert(Rendering rendering, String name, String text) {
        Case.pay(rendering, text.length());
        return switch (name) {
            case "upper" -> Case.upper(text);
            case "lower" -> Case.lower(text);
            case "title" -> title(text);
            default -> Strings.capitalize(text);
        };
    }

    private static String trim(Rendering rendering, String text, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(rendering, "trim", "chars");
        if (!bound.has(0)) {
            return Strings.strip(text, true, true);
        }
        rendering.search(text.length(), bound.string(0).length());
        return Strings.strip(text, bound.string(0), true, true);
    }

    /** Capital letters after whitespace, hyphens and opening brackets. */
    private static String title(String text) {
        StringBuilder title = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            title.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toUpperCase(c));
            inWord = !Strings.isSpace(c) && "-({[<".indexOf(c) < 0;
        }
        return title.toString();
    }

    private static String replace(Rendering rendering, String text, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(rendering, "replace", "old", "new", "count");
        return Strings.replace(
                rendering,
                text,
                Text.of(rendering, bound.required(0)),
                Text.of(rendering, bound.required(1)),
                bound.has(2) ? bound.integer(2) : -1);
    }

    private static String indent(Rendering rendering, String text, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(rendering, "indent", "width", "first", "blank");
        String indentation;
        if (bound.has(0) && bound.required(0) instanceof String prefix) {
            indentation = prefix;
        } else {
            long width = Math.max(0, bound.integer(0, 4L));
            rendering.buildChars(width);
            indentation = " ".repeat((int) width);
        }
        boolean blank = bound.flag(2);
        List<String> lines = Strings.lines(text + "\n", false);
        rendering.buildItems(4L * lines.size());
        rendering.buildChars((long) indentation.length() * lines.size());
        StringBuilder indented = new StringBuilder(bound.flag(1) ? indentation : "");
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            indented.append(i == 0 ? "" : "\n");
            indented.append(i > 0 && (blank || !line.isEmpty()) ? indentation : "").append(line);
        }
        return indented.toString();
    }

    private static Object center(Rendering rendering, String text, Arguments arguments) {
        long width = arguments.bind(rendering, "center", "width").integer(0, 80L);
        Object method = StringMethods.method(text, "center");
        return method instanceof Callable center
                ? center.call(rendering, Arguments.of(width))
                : text;
    }

    private static String truncate(Rendering rendering, String text, Arguments arguments) {
        Arguments.Bound bound =
                arguments.bind(rendering, "truncate", "length", "killwords", "end", "leeway");
        long length = bound.integer(0, 255L);
        String end = bound.string(2, "...");
        long leeway = bound.has(3) ? bound.integer(3) : 5;
        int endLength = Values.length(rendering, end);
        if (length < endLength || leeway < 0) {
            throw rendering.error(
                    "truncate needs a length of at least " + endLength + " and a leeway from 0");
        }
        if (Values.length(rendering, text) <= length + leeway) {
            return text;
        }
        int cut = text.offsetByCodePoints(0, (int) (length - endLength));
        String kept = text.substring(0, cut);
        int space = bound.flag(1) ? -1 : kept.lastIndexOf(' ');
        return (space < 0 ? kept : kept.substring(0, space)) + end;
    }

    /** Runs of letters, digits and underscores. */
    private static long wordCount(String text) {
        long words = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            boolean letter = Character.isLetterOrDigit(c) || c == '_';
            if (letter && !inWord) {
                words++;
            }
            inWord = letter;
        }
        return words;
    }

    private static Object format(Rendering rendering, String text, Arguments arguments) {
        if (!arguments.named().isEmpty()) {
            Map<String, Object> named = arguments.named();
            return PercentFormat.format(rendering, text, named);
        }
        return PercentFormat.format(rendering, text, new Tuple(arguments.positional()));
    }

    private static String urlEncode(Rendering rendering, String text) {
        rendering.buildChars(12L * text.length());
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || "_.-~/".indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static String escape(Rendering rendering, String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '\'' -> escaped.append("&#39;");
                case '"' -> escaped.append("&#34;");
                default -> escaped.append(c);
            }
        }
        rendering.buildChars(escaped.length());
        return escaped.toString();
    }
}
