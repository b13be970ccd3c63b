package dev.triglot.engine.template;

import dev.triglot.engine.error.TemplateException;
import dev.triglot.engine.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Source to tokens, with whitespace control: a line's blanks before a block tag or comment go
 * (lstrip_blocks), the newline after one goes (trim_blocks), {@code -} removes all whitespace on
 * its side and {@code +} keeps it. One newline at the very end goes.
 */
final class Lexer {
    /** Real templates stay below 32 Ki characters; the limit bounds what parsing may take. */
    static final int MAX_SOURCE_CHARS = 128 * 1024;

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;
    private int lineCountedTo;
    private boolean atLineStart = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) {
        if (source.length() > MAX_SOURCE_CHARS) {
            throw new TemplateException(
                    "the chat template has "
                            + source.length()
                            + " characters, more than the "
                            + MAX_SOURCE_CHARS
                            + " allowed; use a shorter one");
        }
        String lines = source.replace("\r\n", "\n").replace('\r', '\n');
        if (lines.endsWith("\n")) {
            lines = lines.substring(0, lines.length() - 1);
        }
        Lexer lexer = new Lexer(lines);
        lexer.data();
        return lexer.tokens;
    }

    private void data() {
        while (true) {
            int tag = nextTag(position);
            if (tag < 0) {
                emitData(position, source.length());
                position = source.length();
                add(Kind.END, "");
                return;
            }
            char kind = source.charAt(tag + 1);
            int body = tag + 2;
            char sign = body < source.length() ? source.charAt(body) : ' ';
            boolean signed = sign == '-' || sign == '+';
            emitBeforeTag(tag, signed ? sign : ' ', kind != '{');
            position = signed ? body + 1 : body;
            switch (kind) {
                case '#' -> comment();
                case '%' -> {
                    int rawBody = RawBlock.bodyStart(source, position);
                    if (rawBody >= 0) {
                        raw(rawBody);
                    } else {
                        add(Kind.BLOCK_BEGIN, "{%");
                        code("%}", Kind.BLOCK_END);
                    }
                }
                default -> {
                    add(Kind.VARIABLE_BEGIN, "{{");
                    code("}}", Kind.VARIABLE_END);
                }
            }
        }
    }

    private int nextTag(int from) {
        for (int i = source.indexOf('{', from); i >= 0; i = source.indexOf('{', i + 1)) {
            if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /** Emits the text from the position up to a tag, less what the tag strips. */
    private void emitBeforeTag(int tag, char sign, boolean stripLine) {
        int end = tag;
        if (sign == '-') {
            while (end > position && Strings.isSpace(source.charAt(end - 1))) {
                end--;
            }
        } else if (sign != '+' && stripLine) {
            int blank = tag;
            while (blank > position
                    && source.charAt(blank - 1) != '\n'
                    && Strings.isSpace(source.charAt(blank - 1))) {
                blank--;
            }
            boolean wholeLine = blank > position ? source.charAt(blank - 1) == '\n' : atLineStart;
            end = wholeLine ? blank : tag;
        }
        emitData(position, end);
    }

    private void emitData(int from, int to) {
        if (to > from) {
            tokens.add(new Token(Kind.DATA, source.substring(from, to), lineAt(from)));
        }
    }

    private void comment() {
        int end = source.indexOf("#}", position);
        if (end < 0) {
            throw error("a comment is not closed; add '#}'");
        }
        char sign = end > position ? source.charAt(end - 1) : ' ';
        position = end + 2;
        afterTag(sign);
    }

    private void raw(int body) {
        RawBlock end = RawBlock.end(source, body);
        if (end == null) {
            throw error("'{% raw %}' is not closed; add '{% endraw %}'");
        }
        position = body;
        atLineStart = source.charAt(body - 1) == '\n';
        emitBeforeTag(end.tag(), end.openingSign(), true);
        position = end.afterTag();
        afterTag(end.closingSign());
    }

    /** Skips the whitespace that a closed block tag or comment swallows. */
    private void afterTag(char sign) {
        if (sign == '-') {
            skipSpace();
        } else if (sign != '+' && position < source.length() && source.charAt(position) == '\n') {
            position++;
        }
        atLineStart = source.charAt(position - 1) == '\n';
    }

    private void skipSpace() {
        while (position < source.length() && Strings.isSpace(source.charAt(position))) {
            position++;
        }
    }

    /** The inside of a tag, up to and with its end. */
    private void code(String end, Kind endKind) {
        Brackets brackets = new Brackets();
        while (true) {
            skipSpace();
            if (position >= source.length()) {
                throw error("a tag is not closed; add '" + end + "'");
            }
            char c = source.charAt(position);
            if (brackets.isEmpty()) {
                boolean signed = c == '-' || (c == '+' && endKind == Kind.BLOCK_END);
                if (source.startsWith(end, signed ? position + 1 : position)) {
                    add(endKind, end);
                    position += signed ? 3 : 2;
                    if (endKind == Kind.BLOCK_END) {
                        afterTag(signed ? c : ' ');
                    } else {
                        afterTag(signed ? c : '+');
                    }
                    return;
                }
            }
            if (c == '\'' || c == '"') {
                int start = position;
                int close = StringLiteral.end(source, position);
                if (close < 0) {
                    throw error("a string is not closed; add " + c);
                }
                int startLine = lineAt(start);
                String value = StringLiteral.unescape(source, start + 1, close, startLine);
                tokens.add(new Token(Kind.STRING, value, startLine));
                position = close + 1;
            } else if (c >= '0' && c <= '9') {
                number();
            } else if (c == '_'
                    || Character.isUnicodeIdentifierStart(source.codePointAt(position))) {
                name();
            } else {
                operator(brackets);
            }
        }
    }

    private void number() {
        boolean afterDot = source.charAt(position - 1) == '.';
        int end = NumberLiteral.end(source, position, !afterDot);
        String digits = source.substring(position, end).replace("_", "");
        boolean isFloat = NumberLiteral.isFloat(digits);
        add(isFloat ? Kind.FLOAT : Kind.INTEGER, digits);
        position = end;
    }

    private void name() {
        int end = position;
        while (end < source.length()) {
            int c = source.codePointAt(end);
            if (!Character.isUnicodeIdentifierPart(c) || Character.isIdentifierIgnorable(c)) {
                break;
            }
            end += Character.charCount(c);
        }
        if (end == position) {
            throw error("unexpected character; remove it");
        }
        add(Kind.NAME, source.substring(position, end));
        position = end;
    }

    private void operator(Brackets brackets) {
        char c = source.charAt(position);
        char second = position + 1 < source.length() ? source.charAt(position + 1) : ' ';
        boolean two = second == '=' ? "=!<>".indexOf(c) >= 0 : second == c && "*/".indexOf(c) >= 0;
        if (two) {
            add(Kind.OPERATOR, source.substring(position, position + 2));
            position += 2;
            return;
        }
        if ("+-/*%~[](){}<>=.:|,;".indexOf(c) < 0) {
            throw error(
                    "unexpected character '"
                            + Character.toString(source.codePointAt(position))
                            + "'; remove it or quote it");
        }
        if ("([{".indexOf(c) >= 0) {
            brackets.open(c);
            if (brackets.depth() > Tokens.MAX_NESTING) {
                throw error("nested more than " + Tokens.MAX_NESTING + " levels deep; flatten it");
            }
        } else if (")]}".indexOf(c) >= 0 && !brackets.close(c)) {
            throw error("unexpected '" + c + "'; the brackets do not match");
        }
        add(Kind.OPERATOR, String.valueOf(c));
        position++;
    }

    private void add(Kind kind, String text) {
        tokens.add(new Token(kind, text, lineAt(position)));
    }

    private int lineAt(int index) {
        for (; lineCountedTo < index; lineCountedTo++) {
            if (source.charAt(lineCountedTo) == '\n') {
                line++;
            }
        }
        return line;
    }

    private TemplateException error(String message) {
        return Errors.at(lineAt(position), message);
    }

    /** Brackets that are open inside a tag; within them the tag's end is not looked for. */
    private static final class Brackets {
        private final StringBuilder closers = new StringBuilder();

        boolean isEmpty() {
            return closers.isEmpty();
        }

        int depth() {
            return closers.length();
        }

        void open(char c) {
            closers.append(c == '(' ? ')' : c == '[' ? ']' : '}');
        }

        boolean close(char c) {
            int last = closers.length() - 1;
            if (last < 0 || closers.charAt(last) != c) {
                return false;
            }
            closers.setLength(last);
            return true;
        }
    }
}
