package dev.triglot.engine.format;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.triglot.engine.error.ModelFormatException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/**
 * Reads little-endian values from a file's bytes, in order. This is the one place that compares
 * what a file claims with the bytes it has: every read is checked before it happens, and every
 * error names the file and the offset.
 */
final class ByteCursor {
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, LITTLE_ENDIAN);
    }

    private static final int MAX_WINDOW = 1 << 16;

    private final Path file;
    private final MemorySegment data;
    private final long size;

    /**
     * A part of the file, since single reads from a heap array are several times faster than from a
     * mapped segment until they are compiled, and a vocabulary has half a million.
     */
    private final byte[] window;

    private long windowStart;
    private int windowLength;
    private long offset;
    private long lastRead;

    ByteCursor(Path file, MemorySegment data) {
        this.file = file;
        this.data = data;
        this.size = data.byteSize();
        this.window = new byte[(int) Math.min(size, MAX_WINDOW)];
    }

    Path file() {
        return file;
    }

    /** Where the next read begins, in bytes from the start of the file. */
    long offset() {
        return offset;
    }

    long remaining() {
        return size - offset;
    }

    /** All bytes from an offset on; for looking ahead with a cursor of its own. */
    MemorySegment dataFrom(long from) {
        return data.asSlice(from);
    }

    int u8(String what) {
        int at = locate(1, what);
        return window[at] & 0xff;
    }

    int u16(String what) {
        int at = locate(Short.BYTES, what);
        return (short) SHORT.get(window, at) & 0xffff;
    }

    int i32(String what) {
        int at = locate(Integer.BYTES, what);
        return (int) INT.get(window, at);
    }

    long u32(String what) {
        return i32(what) & 0xffff_ffffL;
    }

    long i64(String what) {
        int at = locate(Long.BYTES, what);
        return (long) LONG.get(window, at);
    }

    /** The next {@code length} bytes, copied. The caller has capped the length. */
    byte[] bytes(int length, String what) {
        byte[] copy = new byte[length];
        MemorySegment.copy(data, JAVA_BYTE, advance(length, what), copy, 0, length);
        return copy;
    }

    void skip(long bytes, String what) {
        advance(bytes, what);
    }

    /** Copies bytes that have already been read or skipped. */
    byte[] copyRead(long from, int length) {
        byte[] copy = new byte[length];
        MemorySegment.copy(data, JAVA_BYTE, from, copy, 0, length);
        return copy;
    }

    /**
     * Returns {@code count} if that many records can still follow.
     *
     * @param count as the file claims it, unsigned
     * @param smallestRecord the fewest bytes that one record takes
     */
    long checkCount(long count, long smallestRecord, String what) {
        if (count < 0 || count > remaining() / smallestRecord) {
            throw error(
                    "%s is %s, but the %d bytes that remain hold at most %d of them"
                            .formatted(
                                    what,
                                    Long.toUnsignedString(count),
                                    remaining(),
                                    remaining() / smallestRecord));
        }
        return count;
    }

    /** An error about the value that was read last. */
    ModelFormatException error(String problem) {
        return new ModelFormatException(file, "offset " + lastRead, problem);
    }

    /** Passes a value, and returns where it is in the window. */
    private int locate(int bytes, String what) {
        long start = advance(bytes, what);
        if (start < windowStart || start + bytes > windowStart + windowLength) {
            windowStart = start;
            windowLength = (int) Math.min(window.length, size - start);
            MemorySegment.copy(data, JAVA_BYTE, start, window, 0, windowLength);
        }
        return (int) (start - windowStart);
    }

    private long advance(long bytes, String what) {
        lastRead = offset;
        if (bytes < 0 || bytes > size - offset) {
            throw error(
                    "%s needs %s bytes, but only %d remain: the file is cut short or damaged"
                            .formatted(what, Long.toUnsignedString(bytes), size - offset));
        }
        offset += bytes;
        return lastRead;
    }
}
