package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An open model file, mapped into memory. Opening validates the container: every tensor lies inside
 * the file. {@link #description} validates the model in it.
 *
 * <p>The tensors' data is the mapping itself, so it lives until {@link #close}; metadata is copied.
 * Immutable; safe for many threads, except that closing while another thread reads a tensor fails.
 *
 * <p>A mapping follows its file. If another program overwrites the file in place, tensors change;
 * if it truncates the file, or the disk fails, reading a tensor raises {@link InternalError} (the
 * JVM survives). Replacing the file by a rename does neither. So tensors are read inside {@link
 * #guard}, which turns that error into a {@link ModelFormatException}; and who copies tensors calls
 * {@link #verifyUnchanged} afterwards, which notices what has changed without an error.
 */
public abstract sealed class ModelFile implements AutoCloseable
        permits GgufFile, LegacyFile, CheckpointFolder, PeftFolder {
    private final Arena arena;
    private final List<MappedFile> files;

    /** Two threads may describe it twice, with equal results. */
    private volatile @Nullable ModelDescription description;

    ModelFile(Arena arena, List<MappedFile> files) {
        this.arena = arena;
        this.files = List.copyOf(files);
    }

    /**
     * Opens a file of whatever format its first bytes say; of a split model, any of its files; of a
     * checkpoint, its folder or a safetensors file in it; of an adapter, PEFT's folder.
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
            throw MappedFile.unreadable(path, fault);
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    private static ModelFile open(Path path, Arena arena) {
        Path adapter = PeftFolder.find(path);
        if (adapter != null) {
            return PeftFolder.open(adapter, arena);
        }
        if (Files.isDirectory(path)) {
            return CheckpointFolder.open(path, arena);
        }
        MappedFile file = MappedFile.map(path, arena);
        FileKind kind = FileKind.of(file.data());
        if (kind == FileKind.SAFETENSORS) {
            return CheckpointFolder.open(path, arena);
        }
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

    /** What in the file says so, for people, such as {@code it begins with GGUF}. */
    public abstract String recognizedBy();

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
    public final ModelDescription description() {
        ModelDescription known = description;
        if (known == null) {
            known = describe();
            description = known;
        }
        return known;
    }

    /** Reads and checks what {@link #description} keeps. */
    abstract ModelDescription describe();

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

    /**
     * Does something that reads tensors, on this thread or on others that it waits for.
     *
     * @throws ModelFormatException if the file could no longer be read: it says what has changed
     */
    public final <T> T guard(Supplier<T> reading) {
        try {
            T result = reading.get();
            deliverPendingFault();
            return result;
        } catch (InternalError fault) {
            verifyUnchanged();
            throw MappedFile.unreadable(path(), fault);
        }
    }

    /**
     * The JVM raises the error for a page that is gone not at the load, but some instructions
     * later; at the latest on return from native code, which this call is.
     */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void deliverPendingFault() {
        Thread.yield();
    }

    /** Unmaps the files: tensors can no longer be read. Does nothing when called again. */
    @Override
    public final void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
