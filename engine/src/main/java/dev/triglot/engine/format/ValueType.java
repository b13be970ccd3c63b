package dev.triglot.engine.format;

import org.jspecify.annotations.Nullable;

/** The types of metadata values in GGUF; the ordinal is the number in files. */
public enum ValueType {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    FLOAT32(4),
    BOOL(1),
    STRING(0),
    ARRAY(0),
    UINT64(8),
    INT64(8),
    FLOAT64(8);

    private static final ValueType[] BY_ID = values();

    private final int bytes;

    ValueType(int bytes) {
        this.bytes = bytes;
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
