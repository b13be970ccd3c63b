package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;

/**
 * An open model file, mapped into memory. Opening validates the container: every tensor lies inside
 * the file. {@link #description} validates the model in it.
 *
 * <p>The tensors' data is the mapping itself, so it lives until {@link #close}; metadata is copied.
 * Immutable; safe for many threads, except that closing while another thread reads a tensor fails.
 *
 * <p>A mapping follows its file. If another program overwrites the file in place, tensors change;
 * if it truncates the file, reading a tensor beyond the new end raises {@link InternalError} (the
 * JVM survives). Replacing the file by a rename does neither. Who copies tensors calls {@link
 * #verifyUnchanged} afterwards, which turns a change into a {@link ModelFormatException}.
 */
public abstract sealed class ModelFile implements AutoCloseable permits GgufFile, LegacyFile {
    private final Arena arena;
    private final List<MappedFile> files;

    ModelFile(Arena arena, List<MappedFile> files) {
        this.arena = arena;
        this.files = List.copyOf(files);
    }

    /**
     * Opens a file of whatever format its first bytes say; of a split model, any of its files.
     *
     * @throws dev.triglot.engine.error.ModelNotFoundException if there is no such file
     * @throws ModelFormatException if the file is no model or malformed
     * @throws UnsupportedModelException if this version cannot read its format
     */
    @SuppressWarnings("MustBeClosedChecker") // the file that is returned owns the arena
    public static ModelFile open(Path path) {
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try {
            ModelFile file = open(path, arena);
            opened = true;
            return file;
        } catch (InternalError fault) {
            throw new ModelFormatException(
                    path, "file", "shrank or became unreadable while it was being read", fault);
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    private static ModelFile open(Path path, Arena arena) {
        MappedFile file = MappedFile.map(path, arena);
        FileKind kind = FileKind.of(file.data());
        String refusal = kind.refusal();
        if (refusal == null) {
            return switch (kind) {
                case LEGACY_GGML, LEGACY_GGMF, LEGACY_GGJT, LEGACY_MPT ->
                        LegacyFile.open(file, arena);
                default -> GgufFile.open(file, arena);
            };
        }
        throw kind.isModel()
                ? new UnsupportedModelException(path + ": this is " + refusal)
                : new ModelFormatException(path, "offset 0", "this is " + refusal);
    }

    /** The (first) file. */
    public final Path path() {
        return files.getFirst().path();
    }

    /** All files of the model. */
    public final List<Path> paths() {
        return files.stream().map(MappedFile::path).toList();
    }

    /** Bytes of all files together. */
    public final long size() {
        return files.stream().mapToLong(MappedFile::size).sum();
    }

    /** For people, such as {@code GGUF v3}. */
    public abstract String format();

    /** By what the format was recognised, for people. */
    public String recognition() {
        return "its first bytes";
    }

    /** Memory beside the mapping that the tensors take, in bytes: of joined parts, else none. */
    public long copiedBytes() {
        return 0;
    }

    /** Keys and values as the file has them; of a split model, those of the first file. */
    public abstract Metadata metadata();

    /** All tensors in the file's order, those included that no model uses. */
    public abstract List<Tensor> tensors();

    /**
     * The model: hyperparameters, the vocabulary and the tensors by role, all checked at the first
     * call.
     *
     * @throws ModelFormatException if something is missing, out of range, or does not fit together
     * @throws UnsupportedModelException if the model is of a kind that cannot be run
     */
    public abstract ModelDescription description();

    /**
     * The vocabulary and the chat template alone: no hyperparameters, no tensors. Works for
     * architectures that cannot be run.
     *
     * @throws ModelFormatException if the file has no vocabulary, or a malformed one
     * @throws UnsupportedModelException if the vocabulary is of a kind that is not known
     */
    public abstract ModelDescription vocabularyDescription();

    /**
     * Checks that no file has changed on disk since it was opened.
     *
     * @throws ModelFormatException if one has another size or time, or is gone
     */
    public final void verifyUnchanged() {
        files.forEach(MappedFile::verifyUnchanged);
    }

    /** Unmaps the files: tensors can no longer be read. Does nothing when called again. */
    @Override
    public final void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
