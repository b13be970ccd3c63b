package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.tensor.GgmlType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes GGUF files, well formed unless told otherwise. */
public final class GgufBuilder {
    private record TensorInfo(String name, int type, long[] dimensions, long offset) {}

    private final Map<String, byte[]> keys = new LinkedHashMap<>();
    private final List<byte[]> extraKeys = new ArrayList<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private int version = 3;
    private int alignment = 32;
    private long dataBytes;
    private @Nullable Long tensorCount;
    private @Nullable Long keyCount;
    private int padding;

    /** Call it first: lengths are narrower in version 1. */
    public GgufBuilder version(int version) {
        this.version = version;
        return this;
    }

    public GgufBuilder alignment(int alignment) {
        this.alignment = alignment;
        return uint32("general.alignment", alignment);
    }

    public GgufBuilder text(String key, String value) {
        return value(key, ValueType.STRING, out -> out.string(value.getBytes(UTF_8)));
    }

    public GgufBuilder uint32(String key, long value) {
        return value(key, ValueType.UINT32, out -> out.i32((int) value));
    }

    public GgufBuilder float32(String key, float value) {
        return value(key, ValueType.FLOAT32, out -> out.i32(Float.floatToRawIntBits(value)));
    }

    public GgufBuilder flag(String key, boolean value) {
        return value(key, ValueType.BOOL, out -> out.u8(value ? 1 : 0));
    }

    /** A number of any type, given by its bits. */
    public GgufBuilder number(String key, ValueType type, long bits) {
        return value(key, type, out -> out.number(type, bits));
    }

    public GgufBuilder texts(String key, List<String> values) {
        return bytes(key, values.stream().map(value -> value.getBytes(UTF_8)).toList());
    }

    public GgufBuilder bytes(String key, List<byte[]> values) {
        return array(key, ValueType.STRING, values.size(), out -> values.forEach(out::string));
    }

    public GgufBuilder floats(String key, float... values) {
        return array(
                key,
                ValueType.FLOAT32,
                values.length,
                out -> {
                    for (float value : values) {
                        out.i32(Float.floatToRawIntBits(value));
                    }
                });
    }

    public GgufBuilder ints(String key, int... values) {
        return array(
                key,
                ValueType.INT32,
                values.length,
                out -> {
                    for (int value : values) {
                        out.i32(value);
                    }
                });
    }

    /** An array whose claims need not be true. */
    GgufBuilder array(String key, ValueType type, long count, Consumer<Output> elements) {
        return value(
                key,
                ValueType.ARRAY,
                out -> {
                    out.i32(type.id());
                    out.length(count);
                    elements.accept(out);
                });
    }

    GgufBuilder value(String key, ValueType type, Consumer<Output> value) {
        return value(key, type.id(), value);
    }

    GgufBuilder value(String key, int type, Consumer<Output> value) {
        keys.put(key, encode(key, type, value));
        return this;
    }

    /** A key that may be there already. */
    GgufBuilder duplicate(String key, long value) {
        extraKeys.add(encode(key, ValueType.UINT32.id(), out -> out.i32((int) value)));
        return this;
    }

    public GgufBuilder without(String key) {
        keys.remove(key);
        return this;
    }

    /** A tensor of zeros after those that are there. */
    public GgufBuilder tensor(String name, GgmlType type, long... dimensions) {
        long bytes = type.rowBytes(dimensions[0]);
        for (int i = 1; i < dimensions.length; i++) {
            bytes *= dimensions[i];
        }
        tensors.put(name, new TensorInfo(name, type.id(), dimensions, dataBytes));
        dataBytes += bytes + (-bytes & (alignment - 1));
        return this;
    }

    /** A tensor whose claims need not be true, not even its name's uniqueness; adds no data. */
    GgufBuilder claim(String name, int type, long offset, long... dimensions) {
        tensors.put(name + " " + tensors.size(), new TensorInfo(name, type, dimensions, offset));
        return this;
    }

    public GgufBuilder withoutTensor(String name) {
        tensors.remove(name);
        return this;
    }

    /** Claims other counts than there are. */
    GgufBuilder counts(long tensorCount, long keyCount) {
        this.tensorCount = tensorCount;
        this.keyCount = keyCount;
        return this;
    }

    /** Bytes after the last tensor, or in place of the data. */
    GgufBuilder padding(int bytes) {
        this.padding = bytes;
        return this;
    }

    private byte[] encode(String key, int type, Consumer<Output> value) {
        Output out = new Output();
        out.string(key.getBytes(UTF_8));
        out.i32(type);
        value.accept(out);
        return out.bytes.toByteArray();
    }

    /** The header alone: everything before the padding that precedes the data. */
    public byte[] header() {
        Output out = new Output();
        out.i32(GgufReader.MAGIC);
        out.i32(version);
        out.length(tensorCount == null ? tensors.size() : tensorCount);
        out.length(keyCount == null ? keys.size() + extraKeys.size() : keyCount);
        keys.values().forEach(out.bytes::writeBytes);
        extraKeys.forEach(out.bytes::writeBytes);
        for (TensorInfo tensor : tensors.values()) {
            out.string(tensor.name.getBytes(UTF_8));
            out.i32(tensor.dimensions.length);
            for (long dimension : tensor.dimensions) {
                out.length(dimension);
            }
            out.i32(tensor.type);
            out.i64(tensor.offset);
        }
        return out.bytes.toByteArray();
    }

    public byte[] build() {
        byte[] header = header();
        int dataStart = tensors.isEmpty() ? header.length : align(header.length);
        return Arrays.copyOf(header, Math.toIntExact(dataStart + dataBytes + padding));
    }

    private int align(int offset) {
        return offset + (-offset & (alignment - 1));
    }

    /** Little-endian output. */
    final class Output {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void u8(int value) {
            bytes.write(value);
        }

        void i32(int value) {
            bytes.writeBytes(
                    ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
        }

        void i64(long value) {
            bytes.writeBytes(
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
        }

        /** A count, length or dimension. */
        void length(long value) {
            if (version == 1) {
                i32((int) value);
            } else {
                i64(value);
            }
        }

        void string(byte[] value) {
            length(value.length);
            bytes.writeBytes(value);
        }

        void number(ValueType type, long bits) {
            for (int i = 0; i < type.bytes(); i++) {
                u8((int) (bits >>> (8 * i)));
            }
        }
    }
}
