package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.InvalidStateException;
import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.ModelWriteException;
import dev.triglot.engine.error.ModelWriteException.Reason;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes a GGUF file of version 3. Tensors are streamed: memory is what the header takes and what
 * their sources hold. The file appears under its name when it is complete, see {@link AtomicFile}.
 *
 * <p>The alignment is the metadata's {@code general.alignment}, or 32.
 */
public final class GgufWriter {
    /** Small enough that cancelling and progress keep pace with a slow disk. */
    private static final long CHUNK = 4 << 20;

    private final byte[] header;
    private final List<TensorSource> tensors;
    private final int alignment;
    private final long size;
    private final List<ModelFile> models = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private LongPredicate goOn = bytes -> true;
    private ToLongFunction<Path> freeSpace = GgufWriter::freeSpace;

    /**
     * Lays the file out.
     *
     * @param metadata in the order of the file
     * @param tensors in the order of the file
     * @throws InvalidArgumentException if names are unfit or not unique, or a shape does not suit
     *     its type
     * @throws dev.triglot.engine.error.UnsupportedModelException if metadata has arrays of arrays
     */
    public GgufWriter(Map<String, MetadataValue> metadata, List<TensorSource> tensors) {
        this.tensors = List.copyOf(tensors);
        this.alignment =
                GgufReader.readAlignment(
                        new Metadata(Path.of("output"), new LinkedHashMap<>(metadata)));
        GgufHeader.checkKeys(metadata);
        Set<String> names = new HashSet<>();
        List<Long> offsets = new ArrayList<>();
        long data = 0;
        try {
            for (TensorSource tensor : this.tensors) {
                check(tensor, names);
                offsets.add(data);
                data = align(Math.addExact(data, tensor.bytes()));
            }
            this.header = GgufHeader.encode(metadata, this.tensors, offsets, alignment);
            this.size = Math.addExact(data, header.length);
        } catch (ArithmeticException overflow) {
            throw new InvalidArgumentException("the tensors together are too large for a file");
        }
    }

    private static void check(TensorSource tensor, Set<String> names) {
        String name = tensor.name();
        if (!Quoted.isName(name)
                || name.getBytes(UTF_8).length > GgufReader.MAX_NAME_BYTES
                || !names.add(name)) {
            throw new InvalidArgumentException(
                    "tensor %s: the name is empty, too long, has control characters, or occurs twice"
                            .formatted(Quoted.quote(name)));
        }
        if (!tensor.type().inGguf()) {
            throw new InvalidArgumentException(
                    "tensor %s: GGUF has no type %s: dequantize it, or choose another type"
                            .formatted(Quoted.escape(name), tensor.type()));
        }
        if (tensor.shape().columns() % tensor.type().blockSize() != 0) {
            throw new InvalidArgumentException(
                    "tensor %s: rows of %d elements are no multiple of the block size %d of %s"
                            .formatted(
                                    Quoted.escape(name),
                                    tensor.shape().columns(),
                                    tensor.type().blockSize(),
                                    tensor.type()));
        }
    }

    private long align(long offset) {
        return Math.addExact(offset, alignment - 1) & -alignment;
    }

    /** Bytes of the file. */
    public long size() {
        return size;
    }

    /**
     * Names what the tensors are read from: it is not overwritten, and the file is given up where
     * it has changed at the end.
     */
    public GgufWriter from(ModelFile source) {
        models.add(source);
        files.addAll(source.paths());
        return this;
    }

    /** Names a file that is read and not to be overwritten. */
    public GgufWriter from(Path source) {
        files.add(source);
        return this;
    }

    /**
     * Sets what is asked after every few megabytes at most, by the threads that write, one at a
     * time.
     *
     * @param goOn takes the bytes that have been written, of {@link #size}; false to give up
     */
    public GgufWriter goOnWhile(LongPredicate goOn) {
        this.goOn = goOn;
        return this;
    }

    /** Replaces the file system's own count of free bytes. */
    GgufWriter freeSpace(ToLongFunction<Path> freeSpace) {
        this.freeSpace = freeSpace;
        return this;
    }

    /**
     * Writes the file. Interrupting the thread gives it up.
     *
     * @param target replaced if it exists
     * @throws ModelWriteException if the target cannot be written, is a source, or the disk has no
     *     room
     * @throws ModelFormatException if a source has changed meanwhile
     * @throws InvalidStateException with code {@code cancelled}
     */
    public void write(Path target) {
        requireNoSource(target);
        try (AtomicFile file = AtomicFile.create(target)) {
            requireSpace(target);
            Output output = new Output(file);
            output.write(MemorySegment.ofArray(header));
            for (TensorSource tensor : tensors) {
                write(tensor, output);
            }
            models.forEach(ModelFile::verifyUnchanged);
            file.commit();
        } catch (ModelWriteException | InternalError fault) {
            // A source that shrank fails where it is read; that is the better explanation.
            models.forEach(ModelFile::verifyUnchanged);
            if (fault instanceof InternalError unreadable && !models.isEmpty()) {
                throw MappedFile.unreadable(models.getFirst().path(), unreadable);
            }
            throw fault;
        }
    }

    private void write(TensorSource tensor, Output output) {
        long end = output.written() + tensor.bytes();
        output.beginPart();
        tensor.content().writeTo(output);
        if (output.written() != end) {
            throw new IllegalStateException(
                    "tensor %s: %d bytes too few or too many came from its source"
                            .formatted(tensor.name(), output.written() - end));
        }
        int padding = (int) (align(end) - end);
        output.beginPart();
        output.write(MemorySegment.ofArray(new byte[padding]));
    }

    private void requireNoSource(Path target) {
        for (Path source : files) {
            if (isSame(source, target)) {
                throw new ModelWriteException(
                        Reason.TARGET_IS_SOURCE,
                        target + ": is read to make it: choose another name for the result",
                        null);
            }
        }
    }

    private static boolean isSame(Path source, Path target) {
        try {
            return Files.exists(target) && Files.isSameFile(source, target);
        } catch (IOException e) {
            return source.toAbsolutePath().normalize().equals(target.toAbsolutePath().normalize());
        }
    }

    private void requireSpace(Path target) {
        @Nullable Path folder = target.toAbsolutePath().getParent();
        long free = folder == null ? size : freeSpace.applyAsLong(folder);
        if (free < size) {
            throw new ModelWriteException(
                    Reason.NO_SPACE,
                    "%s: needs %d bytes, but the disk has %d: make room, or choose another place"
                            .formatted(target, size, free),
                    null);
        }
    }

    /** What cannot be asked is tried. */
    private static long freeSpace(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Passes bytes on in chunks, and stops when told to. */
    private final class Output implements TensorSource.Sink {
        private final AtomicFile file;
        private long partBegin;
        private long appended;
        private long written;

        Output(AtomicFile file) {
            this.file = file;
        }

        /** Offsets count from what has been written. */
        void beginPart() {
            partBegin = written();
            appended = 0;
        }

        synchronized long written() {
            return written;
        }

        @Override
        public void write(MemorySegment bytes) {
            write(appended, bytes);
            appended += bytes.byteSize();
        }

        @Override
        public void write(long offset, MemorySegment bytes) {
            for (long at = 0; at < bytes.byteSize(); at += CHUNK) {
                long length = Math.min(CHUNK, bytes.byteSize() - at);
                file.write(partBegin + offset + at, bytes.asSlice(at, length));
                if (!goesOnAfter(length) || Thread.currentThread().isInterrupted()) {
                    throw InvalidStateException.cancelled();
                }
            }
        }

        private synchronized boolean goesOnAfter(long more) {
            written += more;
            return goOn.test(written);
        }
    }
}
