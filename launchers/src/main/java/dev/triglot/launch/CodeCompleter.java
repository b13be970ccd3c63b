package dev.triglot.launch;

import dev.triglot.notebook.language.CellLanguage;
import java.util.List;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes names as the language knows them. */
final class CodeCompleter implements Completer {
    private final Supplier<CellLanguage> language;

    CodeCompleter(Supplier<CellLanguage> language) {
        this.language = language;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        CellLanguage.Completions found;
        try {
            found = language.get().complete(line.line(), line.cursor());
        } catch (RuntimeException e) {
            return;
        }
        int word = line.cursor() - line.wordCursor();
        for (String match : found.matches()) {
            // The language may replace more than the last name: a.b.c for a.b.
            int before = word - found.start();
            if (before >= 0 && before <= match.length()) {
                String value = match.substring(before);
                candidates.add(new Candidate(value, value, null, null, null, null, false));
            }
        }
    }
}
