package dev.triglot.engine;

import dev.triglot.engine.error.StateException;
import dev.triglot.engine.error.StateException.Reason;
import dev.triglot.engine.format.AtomicFile;
import dev.triglot.engine.generate.SessionState;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Session states in files and in arrays. */
final class StateFiles {
    private StateFiles() {}

    static void write(SessionState state, Path file) {
        try (AtomicFile out = AtomicFile.create(file)) {
            state.write(out::write);
            out.commit();
        }
    }

    static void read(SessionState state, Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            state.read(target -> fill(channel, target), channel.size());
        } catch (IOException e) {
            String why =
                    e instanceof NoSuchFileException
                            ? "there is no such file"
                            : String.valueOf(e.getMessage());
            throw new StateException(Reason.STATE_UNREADABLE, file + ": cannot be read: " + why, e);
        }
    }

    private static void fill(FileChannel channel, MemorySegment target) throws IOException {
        ByteBuffer buffer = target.asByteBuffer();
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException();
            }
        }
    }

    static byte[] write(SessionState state) {
        if (state.byteSize() > Integer.MAX_VALUE - 8) {
            throw new StateException(
                    Reason.STATE_MISMATCH,
                    "the state has "
                            + state.byteSize()
                            + " bytes, too many for an array: save it to a file",
                    null);
        }
        byte[] bytes = new byte[(int) state.byteSize()];
        MemorySegment all = MemorySegment.ofArray(bytes);
        long[] at = {0};
        state.write(part -> {
            MemorySegment.copy(part, 0, all, at[0], part.byteSize());
            at[0] += part.byteSize();
        });
        return bytes;
    }

    static void read(SessionState state, byte[] bytes) {
        MemorySegment all = MemorySegment.ofArray(bytes);
        long[] at = {0};
        state.read(
                target -> {
                    if (target.byteSize() > all.byteSize() - at[0]) {
                        throw new EOFException();
                    }
                    MemorySegment.copy(all, at[0], target, 0, target.byteSize());
                    at[0] += target.byteSize();
                },
                bytes.length);
    }
}
