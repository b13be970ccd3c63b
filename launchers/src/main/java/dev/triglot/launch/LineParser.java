package dev.triglot.launch;

import dev.triglot.notebook.language.CellLanguage;
import java.util.List;
import java.util.function.Supplier;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Lets a person go on in the next line where the code is not complete. */
final class LineParser implements Parser {
    private final Supplier<CellLanguage> language;

    LineParser(Supplier<CellLanguage> language) {
        this.language = language;
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        boolean command = line.startsWith("%%") && !line.contains("\n");
        if (context == ParseContext.ACCEPT_LINE && !command) {
            CellLanguage.Completeness found = language.get().completeness(line);
            if (found.status() == CellLanguage.Status.INCOMPLETE) {
                throw new EOFError(-1, -1, "incomplete", "");
            }
        }
        return new Code(line, cursor);
    }

    /** A line whose one word is what stands before the cursor. */
    record Code(String line, int cursor) implements ParsedLine {
        @Override
        public String word() {
            return line.substring(start(), cursor);
        }

        /** Where the name before the cursor begins. */
        private int start() {
            int start = cursor;
            while (start > 0 && isName(line.charAt(start - 1))) {
                start--;
            }
            return start;
        }

        private static boolean isName(char c) {
            return Character.isLetterOrDigit(c) || c == '_' || c == '$';
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
    }
}
