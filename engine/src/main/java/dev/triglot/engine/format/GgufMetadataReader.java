package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the key-value section of a GGUF file. */
final class GgufMetadataReader {
    private static final int MAX_KEYS = 1 << 16;
    private static final int MAX_KEY_BYTES = (1 << 16) - 1;
    private static final int MAX_STRING_BYTES = 16 << 20;
    private static final int MAX_DEPTH = 4;

    /**
     * The largest vocabularies in use (half a million merges) take about 20 MB. The cap bounds the
     * heap, since metadata is copied.
     */
    private static final long MAX_METADATA_BYTES = 64 << 20;

    private final ByteCursor cursor;
    private final boolean wide;
    private final int lengthBytes;

    /**
     * @param wide whether counts and lengths have 64 bits
     */
    GgufMetadataReader(ByteCursor cursor, boolean wide) {
        this.cursor = cursor;
        this.wide = wide;
        this.lengthBytes = wide ? Long.BYTES : Integer.BYTES;
    }

    Metadata read(long keyCount) {
        // A key: its length, a type, a value of one byte.
        cursor.checkCount(keyCount, lengthBytes + Integer.BYTES + 1, "the key count");
        if (keyCount > MAX_KEYS) {
            throw cursor.error(
                    "the key count is %d, allowed is up to %d".formatted(keyCount, MAX_KEYS));
        }
        Map<String, MetadataValue> values = LinkedHashMap.newLinkedHashMap((int) keyCount);
        for (int i = 0; i < keyCount; i++) {
            String key = readString("key " + i, MAX_KEY_BYTES);
            String where = "key " + Quoted.escape(key);
            if (!Quoted.isName(key)) {
                throw cursor.error(where + " is empty or has control characters");
            }
            MetadataValue value = readValue(where);
            if (values.put(key, value) != null) {
                throw cursor.error(where + " occurs twice");
            }
        }
        return new Metadata(cursor.file(), values);
    }

    private MetadataValue readValue(String where) {
        ValueType type = readType(where);
        return switch (type) {
            case UINT8 -> new MetadataValue.Whole(type, cursor.u8(where));
            case INT8 -> new MetadataValue.Whole(type, (byte) cursor.u8(where));
            case UINT16 -> new MetadataValue.Whole(type, cursor.u16(where));
            case INT16 -> new MetadataValue.Whole(type, (short) cursor.u16(where));
            case UINT32 -> new MetadataValue.Whole(type, cursor.u32(where));
            case INT32 -> new MetadataValue.Whole(type, cursor.i32(where));
            case UINT64, INT64 -> new MetadataValue.Whole(type, cursor.i64(where));
            case FLOAT32 -> new MetadataValue.Real(type, Float.intBitsToFloat(cursor.i32(where)));
            case FLOAT64 ->
                    new MetadataValue.Real(type, Double.longBitsToDouble(cursor.i64(where)));
            case BOOL -> new MetadataValue.Flag(readFlag(where));
            case STRING -> new MetadataValue.Text(readString(where, MAX_STRING_BYTES));
            case ARRAY -> readArray(where);
        };
    }

    private boolean readFlag(String where) {
        int value = cursor.u8(where);
        if (value > 1) {
            throw cursor.error("%s is a boolean with value %d".formatted(where, value));
        }
        return value == 1;
    }

    private String readString(String where, int maxBytes) {
        return new String(cursor.bytes((int) readLength(where, maxBytes), where), UTF_8);
    }

    private long readLength(String where, int maxBytes) {
        long length = wide ? cursor.i64(where) : cursor.u32(where);
        cursor.checkCount(length, 1, "the length of " + where);
        if (length > maxBytes) {
            throw cursor.error(
                    "%s has %d bytes, allowed are up to %d".formatted(where, length, maxBytes));
        }
        checkTotal(length);
        return length;
    }

    private MetadataValue readArray(String where) {
        ValueType type = readType(where);
        long count = readCount(where, type);
        return switch (type) {
            case STRING -> readStrings(where, (int) count);
            case ARRAY -> {
                skipArrays(where, count, 1);
                yield new MetadataValue.Nested(count);
            }
            default -> {
                byte[] data = cursor.bytes((int) (count * type.bytes()), where);
                yield new MetadataValue.Numbers(type, data);
            }
        };
    }

    /** The count of an array, so small that its elements fit into the file and the cap. */
    private long readCount(String where, ValueType type) {
        long count = wide ? cursor.i64(where) : cursor.u32(where);
        int smallest =
                switch (type) {
                    case STRING -> lengthBytes;
                    case ARRAY -> Integer.BYTES + lengthBytes;
                    default -> type.bytes();
                };
        cursor.checkCount(count, smallest, "the element count of " + where);
        checkTotal(count * smallest);
        return count;
    }

    private MetadataValue readStrings(String where, int count) {
        int[] starts = new int[count + 1];
        long begin = cursor.offset();
        for (int i = 0; i < count; i++) {
            long length = wide ? cursor.i64(where) : cursor.u32(where);
            starts[i] = (int) (cursor.offset() - begin);
            cursor.skip(length, where);
            checkTotal(0);
        }
        int size = (int) (cursor.offset() - begin);
        starts[count] = size + lengthBytes;
        return new MetadataValue.Texts(cursor.copyRead(begin, size), starts, lengthBytes);
    }

    private void skipArrays(String where, long count, int depth) {
        if (depth == MAX_DEPTH) {
            throw cursor.error("%s nests arrays more than %d deep".formatted(where, MAX_DEPTH));
        }
        for (long i = 0; i < count; i++) {
            ValueType type = readType(where);
            long inner = readCount(where, type);
            switch (type) {
                case STRING -> {
                    for (long j = 0; j < inner; j++) {
                        cursor.skip(wide ? cursor.i64(where) : cursor.u32(where), where);
                    }
                }
                case ARRAY -> skipArrays(where, inner, depth + 1);
                default -> cursor.skip(inner * type.bytes(), where);
            }
        }
    }

    private ValueType readType(String where) {
        int id = cursor.i32(where);
        @Nullable ValueType type = ValueType.byId(id);
        if (type == null) {
            throw cursor.error(
                    "%s has value type %s, known are 0 to %d"
                            .formatted(
                                    where,
                                    Integer.toUnsignedString(id),
                                    ValueType.values().length - 1));
        }
        return type;
    }

    private void checkTotal(long ahead) {
        if (cursor.offset() + ahead > MAX_METADATA_BYTES) {
            throw cursor.error(
                    "the metadata takes more than %d MiB, which no known model needs"
                            .formatted(MAX_METADATA_BYTES >> 20));
        }
    }
}
