package dev.triglot.notebook.language;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A language that cells are written in. All calls but {@link #interrupt} come from the kernel's
 * main thread. Positions in text count UTF-16 units.
 */
public interface CellLanguage extends AutoCloseable {
    /** What stands behind {@code %%} on a cell's first line. */
    String name();

    /**
     * Runs a cell. Results and other output go to the {@link CellOutput}.
     *
     * @throws CellFailure where the cell fails or is interrupted
     */
    void execute(Cell cell);

    /** What could stand at a position; the texts replace {@code [start, end)}. */
    Completions complete(String code, int position);

    /**
     * Describes what stands at a position, by MIME type.
     *
     * @param detailed whether source code is wanted too
     */
    Optional<Map<String, String>> inspect(String code, int position, boolean detailed);

    Completeness completeness(String code);

    /**
     * The variables that cells have made or given another value since the last call. Values are
     * those of Java, or {@link org.graalvm.polyglot.Value} for what is not.
     */
    SequencedMap<String, @Nullable Object> changes();

    /** The variables that were there at the last call and are not now. */
    List<String> removals();

    /** Gives a variable the value that another language has given it; that is no change. */
    void assign(String name, @Nullable Object value);

    /** Removes a variable that another language has removed. */
    void remove(String name);

    /** Ends what runs now, from another thread. */
    void interrupt();

    /** Names that variables of other languages must not hide. */
    Set<String> reserved();

    @Override
    void close();

    /**
     * Possible texts in place of a part of the code.
     *
     * @param matches what {@code [start, end)} may be replaced by
     */
    record Completions(List<String> matches, int start, int end) {
        static Completions none(int position) {
            return new Completions(List.of(), position, position);
        }
    }

    /**
     * Whether a front end should run the code at Enter, or begin a new line.
     *
     * @param indent what the next line begins with where the code is incomplete
     */
    record Completeness(Status status, String indent) {
        static Completeness of(Status status) {
            return new Completeness(status, "");
        }
    }

    /** As the protocol names them, in capitals. */
    enum Status {
        COMPLETE,
        INCOMPLETE,
        INVALID,
        UNKNOWN
    }
}
