package dev.triglot.notebook.language;

import java.util.List;

/** How a cell failed, as its author is told. */
public final class CellFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String name;
    private final transient List<String> traceback;

    /**
     * @param name the error's class in the cell's language
     * @param message what it says
     * @param traceback lines that tell where, the last one being what and why
     */
    public CellFailure(String name, String message, List<String> traceback) {
        super(message, null, false, false);
        this.name = name;
        this.traceback = List.copyOf(traceback);
    }

    /** What an author sees after an interrupt, in all languages. */
    public static CellFailure interrupted() {
        return new CellFailure("KeyboardInterrupt", "", List.of("KeyboardInterrupt"));
    }

    public String name() {
        return name;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    public List<String> traceback() {
        return traceback;
    }
}
