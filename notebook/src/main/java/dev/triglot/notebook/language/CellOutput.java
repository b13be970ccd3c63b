package dev.triglot.notebook.language;

import java.util.Map;
import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/** What a running cell may tell and ask a front end. Any thread may use it. */
public interface CellOutput {
    /**
     * Text of a program.
     *
     * @param name {@code stdout} or {@code stderr}
     */
    @HostAccess.Export
    void stream(String name, String text);

    /** Shows a bundle in JSON: {@code data} by MIME type, {@code metadata}, {@code transient}. */
    @HostAccess.Export
    void display(String json);

    /** Replaces what was shown under the same {@code display_id}. */
    @HostAccess.Export
    void update(String json);

    /** The value of the cell's last expression, as a bundle in JSON. */
    @HostAccess.Export
    void result(String json);

    /** Shows a text beside the notebook when the cell is done. */
    @HostAccess.Export
    void page(String json);

    /**
     * Removes what the cell has shown.
     *
     * @param wait until there is something new
     */
    @HostAccess.Export
    void clear(boolean wait);

    /**
     * Asks for a line; {@link #answer} has it.
     *
     * @return whether the front end can be asked
     */
    @HostAccess.Export
    boolean ask(String prompt, boolean password);

    /** The line that was asked for; null where it is not there after a tenth of a second. */
    @HostAccess.Export
    @Nullable String answer();

    /** Shows a bundle of Java values. */
    void display(Map<String, String> data);

    /** The value of a last expression in Java. */
    void result(Map<String, String> data);
}
