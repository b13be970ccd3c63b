package dev.triglot.launch;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Lets a person go on in the next line where the code is not complete. */
final class ShellParser implements Parser {
    private final ShellLanguage language;

    ShellParser(ShellLanguage language) {
        this.language = language;
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && language.isIncomplete(line)) {
            throw new EOFError(-1, -1, "incomplete");
        }
        return new Code(line, cursor);
    }

    /** A text whose one word is the dotted name before the cursor. */
    record Code(String line, int cursor) implements CompletingParsedLine {
        @Override
        public String word() {
            int start = cursor;
            while (start > 0 && isName(line.charAt(start - 1))) {
                start--;
            }
            return line.substring(start, cursor);
        }

        private static boolean isName(char c) {
            return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '.';
        }

        @Override
        public int wordCursor() {
            return word().length();
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word());
        }

        /** Names need no quotes. */
        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor();
        }

        @Override
        public int rawWordLength() {
            return word().length();
        }
    }
}
