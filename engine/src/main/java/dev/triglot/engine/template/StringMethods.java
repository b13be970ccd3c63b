package dev.triglot.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Methods of strings. */
final class StringMethods {
    private StringMethods() {}

    static @Nullable Object method(String text, String name) {
        return switch (name) {
            case "strip", "lstrip", "rstrip" -> (Callable) (r, a) -> strip(r, text, name, a);
            case "split", "rsplit" -> (Callable) (r, a) -> split(r, text, name, a);
            case "splitlines" -> (Callable) (r, a) -> lines(r, text, a);
            case "startswith", "endswith" -> (Callable) (r, a) -> affix(r, text, name, a);
            case "removeprefix", "removesuffix" -> (Callable) (r, a) -> remove(r, text, name, a);
            case "partition", "rpartition" -> (Callable) (r, a) -> partition(r, text, name, a);
            case "replace" -> (Callable) (r, a) -> replace(r, text, a);
            case "join" -> (Callable) (r, a) -> join(r, text, a);
            case "count", "find", "rfind", "index", "rindex" ->
                    (Callable) (r, a) -> find(r, text, name, a);
            case "format" -> (Callable) (r, a) -> BraceFormat.format(r, text, a);
            case "ljust", "rjust", "center", "zfill" -> (Callable) (r, a) -> pad(r, text, name, a);
            case "upper", "lower", "casefold", "title", "capitalize", "swapcase" ->
                    (Callable) (r, a) -> convert(r, text, name, a);
            case "isdigit", "isdecimal", "isnumeric", "isalpha", "isalnum", "isspace" ->
                    (Callable) (r, a) -> all(r, text, name, a);
            case "isupper", "islower" -> (Callable) (r, a) -> cased(r, text, name, a);
            default -> null;
        };
    }

    private static Object strip(Rendering rendering, String text, String name, Arguments args) {
        Arguments.Bound bound = args.bind(rendering, name + "()", "chars");
        boolean left = !name.equals("rstrip");
        boolean right = !name.equals("lstrip");
        rendering.buildChars(text.length());
        if (!bound.has(0)) {
            return Strings.strip(text, left, right);
        }
        rendering.search(text.length(), bound.string(0).length());
        return Strings.strip(text, bound.string(0), left, right);
    }

    private static Object split(Rendering rendering, String text, String name, Arguments args) {
        Arguments.Bound bound = args.bind(rendering, name + "()", "sep", "maxsplit");
        long max = bound.integer(1, -1L);
        boolean fromRight = name.equals("rsplit");
        rendering.buildChars(text.length());
        if (!bound.has(0)) {
            rendering.buildItems(2L * text.length());
            return fromRight ? Strings.wordsFromRight(text, max) : Strings.words(text, max);
        }
        String separator = bound.string(0);
        if (separator.isEmpty()) {
            throw rendering.error(name + "() has an empty separator; pass another one");
        }
        rendering.search(text.length(), separator.length());
        rendering.buildItems(4L * Strings.count(text, separator));
        return fromRight
                ? Strings.splitFromRight(text, separator, max)
                : Strings.split(text, separator, max);
    }

    private static Object lines(Rendering rendering, String text, Arguments args) {
        Arguments.Bound bound = args.bind(rendering, "splitlines()", "keepends");
        rendering.buildChars(text.length());
        List<Object> lines = new ArrayList<>(Strings.lines(text, bound.flag(0)));
        rendering.buildItems(4L * lines.size());
        return lines;
    }

    private static Object affix(Rendering rendering, String text, String name, Arguments args) {
        Arguments.Bound bound = args.bind(rendering, name + "()", "prefix", "start", "end");
        String part = text;
        if (bound.has(1) || bound.has(2)) {
            Long start = bound.has(1) ? (Long) bound.integer(1) : null;
            Long end = bound.has(2) ? (Long) bound.integer(2) : null;
            part = (String) Slices.slice(rendering, text, start, end, null);
        }
        Object affixes = bound.required(0);
        List<Object> list = affixes instanceof Tuple tuple ? tuple.items() : List.of(affixes);
        for (Object each : list) {
            if (!(each instanceof String affix)) {
                throw rendering.error(name + "() takes strings, not " + Values.typeName(each));
            }
            rendering.step();
            rendering.scan(affix.length());
            if (name.equals("startswith") ? part.startsWith(affix) : part.endsWith(affix)) {
                return true;
            }
        }
        return false;
    }

    private static Object remove(Rendering rendering, String text, String name, Arguments args) {
        String affix = args.bind(rendering, name + "()", "affix").string(0);
        rendering.buildChars(text.length());
        if (name.equals("removeprefix")) {
            return text.startsWith(affix) ? text.substring(affix.length()) : text;
        }
        return text.endsWith(affix) ? text.substring(0, text.length() - affix.length()) : text;
    }

    private static Object partition(Rendering rendering, String text, String name, Arguments args) {
        String separator = args.bind(rendering, name + "()", "sep").string(0);
        if (separator.isEmpty()) {
            throw rendering.error(name + "() has an empty separator; pass another one");
        }
        rendering.search(text.length(), separator.length());
        rendering.buildChars(text.length());
        boolean fromRight = name.equals("rpartition");
        int at = fromRight ? text.lastIndexOf(separator) : text.indexOf(separator);
        if (at < 0) {
            return fromRight ? Tuple.of("", "", text) : Tuple.of(text, "", "");
        }
        return Tuple.of(text.substring(0, at), separator, text.substring(at + separator.length()));
    }

    private static Object replace(Rendering rendering, String text, Arguments args) {
        Arguments.Bound bound = args.bind(rendering, "replace()", "old", "new", "count");
        return Strings.replace(
                rendering, text, bound.string(0), bound.string(1), bound.integer(2, -1L));
    }

    private static Object join(Rendering rendering, String separator, Arguments args) {
        Object value = args.bind(rendering, "join()", "iterable").required(0);
        List<Object> items = Values.items(rendering, value);
        for (Object item : items) {
            if (!(item instanceof String)) {
                throw rendering.error(
                        "join() takes strings, not "
                                + Values.typeName(item)
                                + "; use the filter 'join'");
            }
        }
        return join(rendering, separator, items);
    }

    /** Joins the texts of values. */
    static String join(Rendering rendering, String separator, List<Object> items) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            rendering.step();
            String text = Text.of(rendering, items.get(i));
            rendering.buildChars((long) text.length() + separator.length());
            joined.append(i == 0 ? "" : separator).append(text);
        }
        return joined.toString();
    }

    private static Object find(Rendering rendering, String text, String name, Arguments args) {
        Arguments.Bound bound = args.bind(rendering, name + "()", "sub", "start", "end");
        String part = bound.string(0);
        int offset = 0;
        String within = text;
        if (bound.has(1) || bound.has(2)) {
            Long start = bound.integer(1, 0L);
            Long end = bound.has(2) ? (Long) bound.integer(2) : null;
            within = (String) Slices.slice(rendering, text, start, end, null);
            int length = Values.length(rendering, text);
            offset = Math.clamp(start < 0 ? start + length : start, 0, length);
        }
        rendering.search(within.length(), part.length());
        if (name.equals("count")) {
            return (long) Strings.count(within, part);
        }
        int at = name.startsWith("r") ? within.lastIndexOf(part) : within.indexOf(part);
        if (at >= 0) {
            return (long) offset + within.codePointCount(0, at);
        }
        if (name.endsWith("index")) {
            throw rendering.error(name + "() does not find the substring; use find()");
        }
        return -1L;
    }

    private static Object pad(Rendering rendering, String text, String name, Arguments args) {
        Arguments.Bound bound =
                name.equals("zfill")
                        ? args.bind(rendering, "zfill()", "width")
                        : args.bind(rendering, name + "()", "width", "fillchar");
        long missing = bound.integer(0) - Values.length(rendering, text);
        if (missing <= 0) {
            return text;
        }
        boolean zeros = name.equals("zfill");
        String fill = zeros ? "0" : bound.string(1, " ");
        if (fill.codePointCount(0, fill.length()) != 1) {
            throw rendering.error(name + "() fills with one character, not '" + fill + "'");
        }
        rendering.buildChars(text.length() + missing * fill.length());
        long left =
                switch (name) {
                    case "ljust" -> 0;
                    case "center" -> missing / 2 + (missing & bound.integer(0) & 1);
                    default -> missing;
                };
        int sign = zeros && (text.startsWith("-") || text.startsWith("+")) ? 1 : 0;
        return text.substring(0, sign)
                + fill.repeat((int) left)
                + text.substring(sign)
                + fill.repeat((int) (missing - left));
    }

    private static Object convert(Rendering rendering, String text, String name, Arguments args) {
        args.bind(rendering, name + "()");
        Case.pay(rendering, text.length());
        return switch (name) {
            case "upper" -> Case.upper(text);
            case "lower", "casefold" -> Case.lower(text);
            case "title" -> Strings.title(text);
            case "capitalize" -> Strings.capitalize(text);
            default -> {
                rendering.scan(64L * text.length());
                yield swapCase(text);
            }
        };
    }

    private static String swapCase(String text) {
        StringBuilder swapped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            String character = Character.toString(c);
            swapped.append(
                    Character.isUpperCase(c) ? Case.lower(character) : Case.upper(character));
        }
        return swapped.toString();
    }

    private static Object all(Rendering rendering, String text, String name, Arguments args) {
        args.bind(rendering, name + "()");
        rendering.scan(8L * text.length());
        IntPredicate predicate =
                switch (name) {
                    case "isalpha" -> Character::isLetter;
                    case "isalnum" -> Character::isLetterOrDigit;
                    case "isspace" -> Strings::isSpace;
                    default -> Character::isDigit;
                };
        return !text.isEmpty() && text.codePoints().allMatch(predicate);
    }

    private static Object cased(Rendering rendering, String text, String name, Arguments args) {
        args.bind(rendering, name + "()");
        Case.pay(rendering, text.length());
        String upper = Case.upper(text);
        String lower = Case.lower(text);
        return !upper.equals(lower) && text.equals(name.equals("isupper") ? upper : lower);
    }
}
