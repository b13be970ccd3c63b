package dev.triglot.notebook.language;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cell to run.
 *
 * @param language what its first line says; python where it says nothing
 * @param code without that line, which is left empty so that lines keep their numbers
 * @param file its name in tracebacks
 * @param showResult whether the value of a last expression is shown
 */
public record Cell(String language, String code, String file, boolean showResult) {
    private static final Pattern MAGIC = Pattern.compile("\\A\\s*%%(\\S+)[^\\n]*");

    /** Divides a cell as it was written. */
    public static Cell of(String text, int number, boolean showResult) {
        String file = "Cell In[" + number + "]";
        Matcher magic = MAGIC.matcher(text);
        if (!magic.find()) {
            return new Cell("python", text, file, showResult);
        }
        String skipped = magic.group().replaceAll("[^\\n]", "");
        return new Cell(magic.group(1), skipped + text.substring(magic.end()), file, showResult);
    }

    /** How many characters of the text are before {@link #code}'s first one that was written. */
    public static int offset(String text) {
        Matcher magic = MAGIC.matcher(text);
        return magic.find() ? magic.end() - newlines(magic.group()) : 0;
    }

    private static int newlines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }

    /** A line of the code, counted from 1; empty for one that it has not. */
    public String line(int number) {
        return code.lines().skip(Math.max(0, number - 1)).findFirst().orElse("");
    }
}
