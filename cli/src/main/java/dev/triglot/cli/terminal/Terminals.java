package dev.triglot.cli.terminal;

/**
 * Which standard streams are terminals.
 *
 * @param input whether a person types standard input
 * @param output whether a person reads standard output
 * @param error whether a person reads standard error
 * @param columns width of the terminal in characters
 * @param colours whether colours are wanted at all
 */
public record Terminals(
        boolean input, boolean output, boolean error, int columns, boolean colours) {
    /** Nobody watches: files and pipes everywhere. */
    public static final Terminals NONE = new Terminals(false, false, false, 80, false);

    private static final int DEFAULT_COLUMNS = 80;

    /**
     * Asks the process. The launcher passes the descriptors that are terminals as digits in {@code
     * triglot.terminals}, and the width in {@code triglot.columns}, since Java knows only about
     * input and output together. Without the launcher nobody is taken to watch.
     */
    static Terminals ofProcess() {
        String digits = System.getProperty("triglot.terminals", "");
        String term = System.getenv("TERM");
        return new Terminals(
                digits.contains("0"),
                digits.contains("1"),
                digits.contains("2"),
                Integer.getInteger("triglot.columns", DEFAULT_COLUMNS),
                System.getenv("NO_COLOR") == null && term != null && !term.equals("dumb"));
    }

    public boolean outputColours() {
        return output && colours;
    }

    public boolean errorColours() {
        return error && colours;
    }
}
