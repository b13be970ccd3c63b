package dev.triglot.launch;

import java.util.List;
import java.util.OptionalInt;

/** What a language does for a {@link Shell}. */
interface ShellLanguage extends AutoCloseable {
    /** In lower case, as in the name of the history's file. */
    String name();

    /** What is printed at the start. */
    String greeting();

    /** What stands in front of a first line. */
    String prompt();

    /** What is printed where Ctrl-C ends a line that is being typed. */
    String interrupted();

    /** Whether more lines have to follow before this can be evaluated. */
    boolean isIncomplete(String text);

    /**
     * How the last word could go on.
     *
     * @param text all up to the cursor
     * @param word the end of it: letters, digits, {@code _}, {@code $}, and dots between them
     * @return words that begin with it
     */
    List<String> complete(String text, String word);

    /**
     * Evaluates, and prints the value or what went wrong.
     *
     * @return an exit code where the text ends the shell
     */
    OptionalInt evaluate(String text);

    /** Runs what is to run at the end; returns the exit code. */
    int end(int exitCode);

    @Override
    void close();
}
