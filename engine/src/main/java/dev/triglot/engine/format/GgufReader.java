package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads one GGUF file: its version, metadata and tensor table.
 *
 * <p>Source: the GGUF specification in the ggml repository. Version 1 has 32-bit counts, lengths
 * and dimensions; version 3 differs from 2 only in allowing big-endian files, which are refused.
 */
final class GgufReader {
    static final int MAGIC = 0x4655_4747;

    private static final int DEFAULT_ALIGNMENT = 32;
    private static final int MAX_ALIGNMENT = 1 << 20;
    private static final int MAX_TENSORS = 1 << 17;
    static final int MAX_NAME_BYTES = 1024;

    /** What one file holds; the tensors in the file's order. */
    record Gguf(int version, Metadata metadata, List<Tensor> tensors) {}

    private final MappedFile file;
    private final ByteCursor cursor;

    private GgufReader(MappedFile file) {
        this.file = file;
        this.cursor = new ByteCursor(file.path(), file.data());
    }

    static Gguf read(MappedFile file) {
        return new GgufReader(file).read();
    }

    private Gguf read() {
        if (cursor.i32("the magic number") != MAGIC) {
            throw cursor.error("this is no GGUF file: it does not begin with the letters GGUF");
        }
        int version = readVersion();
        boolean wide = version > 1;
        int lengthBytes = wide ? Long.BYTES : Integer.BYTES;

        long tensorCount = wide ? cursor.i64("the tensor count") : cursor.u32("the tensor count");
        long keyCount = wide ? cursor.i64("the key count") : cursor.u32("the key count");
        // A tensor: name length, number of dimensions, one dimension, type, offset.
        int smallestTensor = 2 * lengthBytes + 2 * Integer.BYTES + Long.BYTES;
        cursor.checkCount(tensorCount, smallestTensor, "the tensor count");
        if (tensorCount > MAX_TENSORS) {
            throw cursor.error(
                    "the tensor count is %d, allowed is up to %d"
                            .formatted(tensorCount, MAX_TENSORS));
        }

        Metadata metadata = new GgufMetadataReader(cursor, wide).read(keyCount);
        int alignment = readAlignment(metadata);
        List<TensorPlacement.Entry> entries = readTensorTable((int) tensorCount, wide);
        List<Tensor> tensors =
                entries.isEmpty()
                        ? List.of()
                        : TensorPlacement.place(file, cursor.offset(), alignment, entries);
        return new Gguf(version, metadata, tensors);
    }

    private int readVersion() {
        int version = cursor.i32("the version");
        if (version >= 1 && version <= 3) {
            return version;
        }
        if (Integer.reverseBytes(version) >= 1 && Integer.reverseBytes(version) <= 3) {
            throw new UnsupportedModelException(
                    file.path()
                            + ": the file is big-endian; only little-endian GGUF is read. Convert"
                            + " it, or fetch the little-endian file of the same model");
        }
        throw new UnsupportedModelException(
                "%s: GGUF version %s is not known; versions 1 to 3 are read"
                        .formatted(file.path(), Integer.toUnsignedString(version)));
    }

    static int readAlignment(Metadata metadata) {
        String key = "general.alignment";
        int alignment = metadata.integer(key, 1, MAX_ALIGNMENT, DEFAULT_ALIGNMENT);
        if (Integer.bitCount(alignment) != 1) {
            throw metadata.error(key, "is " + alignment + ", which is no power of two");
        }
        return alignment;
    }

    private List<TensorPlacement.Entry> readTensorTable(int count, boolean wide) {
        List<TensorPlacement.Entry> entries = new ArrayList<>(count);
        Set<String> names = HashSet.newHashSet(count);
        for (int i = 0; i < count; i++) {
            TensorPlacement.Entry entry = readTensor(i, wide);
            if (!names.add(entry.name())) {
                throw new ModelFormatException(
                        file.path(),
                        "tensor " + Quoted.escape(entry.name()),
                        "occurs twice in the tensor table");
            }
            entries.add(entry);
        }
        return entries;
    }

    private TensorPlacement.Entry readTensor(int index, boolean wide) {
        String what = "the name of tensor " + index;
        long length = wide ? cursor.i64(what) : cursor.u32(what);
        if (length < 0 || length > MAX_NAME_BYTES) {
            throw cursor.error(
                    "%s has %s bytes, allowed are up to %d"
                            .formatted(what, Long.toUnsignedString(length), MAX_NAME_BYTES));
        }
        String name = new String(cursor.bytes((int) length, what), UTF_8);

        String where = "tensor " + Quoted.escape(name);
        if (!Quoted.isName(name)) {
            throw cursor.error(where + " is empty or has control characters");
        }
        long dimensionCount = cursor.u32(where);
        if (dimensionCount < 1 || dimensionCount > 4) {
            throw cursor.error(
                    "%s has %d dimensions, allowed are 1 to 4".formatted(where, dimensionCount));
        }
        long[] dimensions = new long[(int) dimensionCount];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = wide ? cursor.i64(where) : cursor.u32(where);
        }
        int type = cursor.i32(where);
        long offset = cursor.i64(where);
        return TensorPlacement.entry(file.path(), name, type, dimensions, offset);
    }
}
