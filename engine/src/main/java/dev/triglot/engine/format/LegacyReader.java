package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file from before GGUF: a header of fixed fields, the vocabulary, and tensors one after
 * the other until the end.
 *
 * <p>Source: llama.cpp's loaders of March to June 2023, ggml's examples gpt-j and mpt, and
 * GPT4All's gptj.cpp and mpt.cpp.
 */
final class LegacyReader {
    private static final int MAX_TOKENS = 1 << 20;
    private static final int MAX_TOKEN_BYTES = 1 << 16;
    private static final int MAX_TENSORS = 1 << 17;
    private static final int MAX_NAME_BYTES = 1024;
    private static final int SPECIAL = 1 << 31;

    /** The file type has the quantization version in its thousands. */
    private static final int VERSION_FACTOR = 1000;

    /**
     * What one file holds.
     *
     * @param header the fields by name
     */
    record Legacy(
            LegacyDialect dialect,
            BlockVersion blocks,
            Metadata header,
            Tokens tokens,
            List<Tensor> tensors) {}

    /**
     * The vocabulary as it stands in the file.
     *
     * @param scores null where the file has none
     * @param special what the file marks as special
     */
    record Tokens(byte[][] texts, float @Nullable [] scores, boolean[] special) {}

    private final MappedFile file;
    private final ByteCursor cursor;

    private LegacyReader(MappedFile file) {
        this.file = file;
        this.cursor = new ByteCursor(file.path(), file.data());
    }

    static Legacy read(MappedFile file) {
        return new LegacyReader(file).read();
    }

    private Legacy read() {
        LegacyDialect dialect = LegacyDialect.read(cursor);
        Metadata header = readHeader(dialect);
        BlockVersion blocks = readBlockVersion(dialect, header);
        Tokens tokens = readTokens(dialect, header);
        return new Legacy(dialect, blocks, header, tokens, readTensors(dialect, blocks));
    }

    private Metadata readHeader(LegacyDialect dialect) {
        Map<String, MetadataValue> values = new LinkedHashMap<>();
        for (String field : dialect.fields()) {
            int bits = cursor.i32(field);
            MetadataValue value =
                    LegacyDialect.isReal(field)
                            ? MetadataValue.float32(Float.intBitsToFloat(bits))
                            : MetadataValue.int32(bits);
            MetadataValue before = values.putIfAbsent(field, value);
            if (before != null && !before.equals(value)) {
                throw cursor.error(
                        "%s is %s first, then %s"
                                .formatted(field, before.summary(), value.summary()));
            }
        }
        return new Metadata(file.path(), values);
    }

    private BlockVersion readBlockVersion(LegacyDialect dialect, Metadata header) {
        int fileType =
                header.integer(LegacyDialect.FILE_TYPE, Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (dialect.model() == LegacyModel.LLAMA) {
            return dialect.blocks(BlockVersion.V0);
        }
        int version = Math.floorDiv(fileType, VERSION_FACTOR);
        BlockVersion stated = BlockVersion.of(version);
        if (stated == null) {
            throw new UnsupportedModelException(
                    "%s: key ftype: %d has quantization version %d; versions 0 to 2 are read"
                            .formatted(file.path(), fileType, version));
        }
        return dialect.blocks(stated);
    }

    private Tokens readTokens(LegacyDialect dialect, Metadata header) {
        int count = header.integer(LegacyDialect.VOCABULARY, 1, MAX_TOKENS);
        int smallest = Integer.BYTES + (dialect.hasScores() ? Float.BYTES : 0);
        cursor.checkCount(count, smallest, "the number of tokens");
        byte[][] texts = new byte[count][];
        float[] scores = dialect.hasScores() ? new float[count] : null;
        boolean[] special = new boolean[count];
        for (int id = 0; id < count; id++) {
            int length = cursor.i32("the length of a token");
            if (dialect.flagsSpecialTokens()) {
                special[id] = (length & SPECIAL) != 0;
                length &= ~SPECIAL;
            }
            if (length < 0 || length > MAX_TOKEN_BYTES) {
                throw cursor.error(
                        "token %d has %s bytes, allowed are up to %d"
                                .formatted(id, Integer.toUnsignedString(length), MAX_TOKEN_BYTES));
            }
            texts[id] = cursor.bytes(length, "a token");
            if (scores != null) {
                scores[id] = Float.intBitsToFloat(cursor.i32("the score of a token"));
                if (Float.isNaN(scores[id])) {
                    throw cursor.error("the score of token %d is NaN".formatted(id));
                }
            }
        }
        return new Tokens(texts, scores, special);
    }

    private List<Tensor> readTensors(LegacyDialect dialect, BlockVersion blocks) {
        List<Tensor> tensors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (cursor.remaining() > 0) {
            Tensor tensor = readTensor(dialect, blocks);
            if (!names.add(tensor.name())) {
                throw new ModelFormatException(
                        file.path(), "tensor " + Quoted.escape(tensor.name()), "occurs twice");
            }
            tensors.add(tensor);
            if (tensors.size() > MAX_TENSORS) {
                throw cursor.error("more than %d tensors".formatted(MAX_TENSORS));
            }
        }
        return List.copyOf(tensors);
    }

    private Tensor readTensor(LegacyDialect dialect, BlockVersion blocks) {
        String what = "the header of a tensor";
        long dimensionCount = cursor.u32(what);
        if (dimensionCount < 1 || dimensionCount > 2) {
            throw cursor.error(
                    "a tensor has %d dimensions, allowed are 1 and 2".formatted(dimensionCount));
        }
        long nameLength = cursor.u32(what);
        if (nameLength > MAX_NAME_BYTES) {
            throw cursor.error(
                    "the name of a tensor has %d bytes, allowed are up to %d"
                            .formatted(nameLength, MAX_NAME_BYTES));
        }
        int typeId = cursor.i32(what);
        long[] dimensions = new long[(int) dimensionCount];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = cursor.i32(what);
        }
        String name = new String(cursor.bytes((int) nameLength, "the name of a tensor"), UTF_8);
        String where = "tensor " + Quoted.escape(name);
        if (!Quoted.isName(name)) {
            throw cursor.error(where + ": the name is empty or has control characters");
        }
        GgmlType type = blocks.type(typeId);
        if (type == null) {
            throw new UnsupportedModelException(
                    "%s: %s: %s files have no type %s"
                            .formatted(
                                    file.path(),
                                    where,
                                    dialect.label(),
                                    Integer.toUnsignedString(typeId)));
        }
        cursor.skip(-cursor.offset() & (dialect.alignment() - 1), where);
        long offset = cursor.offset();
        TensorPlacement.Entry entry =
                TensorPlacement.entry(file.path(), name, type, dimensions, offset);
        cursor.skip(entry.bytes(), where);
        return new Tensor(
                name, type, entry.shape(), offset, file.data().asSlice(offset, entry.bytes()));
    }
}
