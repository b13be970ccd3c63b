package dev.triglot.engine.format;

import org.jspecify.annotations.Nullable;

/** The types of metadata values in GGUF. */
public enum ValueType {
    UINT8(0, 1),
    INT8(1, 1),
    UINT16(2, 2),
    INT16(3, 2),
    UINT32(4, 4),
    INT32(5, 4),
    FLOAT32(6, 4),
    BOOL(7, 1),
    STRING(8, 0),
    ARRAY(9, 0),
    UINT64(10, 8),
    INT64(11, 8),
    FLOAT64(12, 8);

    /** Numbers are without gaps. */
    private static final ValueType[] BY_ID = values();

    private final int id;
    private final int bytes;

    ValueType(int id, int bytes) {
        this.id = id;
        this.bytes = bytes;
    }

    /** The number in files. */
    int id() {
        return id;
    }

    static @Nullable ValueType byId(int id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
    }

    /** Bytes of one value; 0 for strings and arrays, whose length varies. */
    int bytes() {
        return bytes;
    }

    boolean isFloat() {
        return this == FLOAT32 || this == FLOAT64;
    }

    boolean isInteger() {
        return bytes > 0 && !isFloat() && this != BOOL;
    }

    /** As GGUF's specification writes it, in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
