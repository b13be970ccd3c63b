package dev.triglot.engine.error;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A model file is malformed: truncated, inconsistent, or not a model file at all. */
public final class ModelFormatException extends TriglotException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    /**
     * @param file the file that is wrong
     * @param where an offset, tensor or key, such as {@code "offset 24"} or {@code "key
     *     general.alignment"}
     * @param problem what is wrong, with the value found and the values allowed
     */
    public ModelFormatException(Path file, String where, String problem) {
        this(file, where, problem, null);
    }

    public ModelFormatException(
            Path file, String where, String problem, @Nullable Throwable cause) {
        super("malformed_model", file + ": " + where + ": " + problem, cause);
        this.file = file;
    }

    public Path file() {
        return file;
    }
}
