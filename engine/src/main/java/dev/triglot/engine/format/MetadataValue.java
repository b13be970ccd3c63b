package dev.triglot.engine.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/** One metadata value, detached from the file. */
public sealed interface MetadataValue {
    static MetadataValue uint32(long value) {
        return new Whole(ValueType.UINT32, value & 0xffff_ffffL);
    }

    static MetadataValue int32(int value) {
        return new Whole(ValueType.INT32, value);
    }

    static MetadataValue float32(float value) {
        return new Real(ValueType.FLOAT32, value);
    }

    static MetadataValue flag(boolean value) {
        return new Flag(value);
    }

    static MetadataValue text(String value) {
        return new Text(value);
    }

    /** The type, such as {@code uint32} or {@code string[32000]}. */
    String typeName();

    /** The value in at most about a hundred characters, without control characters. */
    String summary();

    /** An integer of any width; {@code bits} of a uint64 may exceed 2^63 - 1. */
    record Whole(ValueType type, long bits) implements MetadataValue {
        @Override
        public String typeName() {
            return type.toString();
        }

        @Override
        public String summary() {
            return type == ValueType.UINT64 ? Long.toUnsignedString(bits) : Long.toString(bits);
        }
    }

    /** A float32 or float64. */
    record Real(ValueType type, double value) implements MetadataValue {
        @Override
        public String typeName() {
            return type.toString();
        }

        @Override
        public String summary() {
            return type == ValueType.FLOAT32
                    ? Float.toString((float) value)
                    : Double.toString(value);
        }
    }

    /** A boolean. */
    record Flag(boolean value) implements MetadataValue {
        @Override
        public String typeName() {
            return ValueType.BOOL.toString();
        }

        @Override
        public String summary() {
            return Boolean.toString(value);
        }
    }

    /** A string; bytes that are not UTF-8 have become U+FFFD. */
    record Text(String value) implements MetadataValue {
        @Override
        public String typeName() {
            return ValueType.STRING.toString();
        }

        @Override
        public String summary() {
            return Quoted.quote(value);
        }
    }

    /** An array of numbers or booleans. */
    final class Numbers implements MetadataValue {
        private static final VarHandle SHORT = littleEndian(short[].class);
        private static final VarHandle INT = littleEndian(int[].class);
        private static final VarHandle LONG = littleEndian(long[].class);

        private final ValueType elementType;
        private final byte[] data;

        /**
         * @param data the elements as stored, little-endian
         */
        Numbers(ValueType elementType, byte[] data) {
            this.elementType = elementType;
            this.data = data;
        }

        /** An array of int32. */
        public static Numbers of(int... values) {
            byte[] data = new byte[4 * values.length];
            for (int i = 0; i < values.length; i++) {
                INT.set(data, 4 * i, values[i]);
            }
            return new Numbers(ValueType.INT32, data);
        }

        /** An array of float32. */
        public static Numbers of(float... values) {
            byte[] data = new byte[4 * values.length];
            for (int i = 0; i < values.length; i++) {
                INT.set(data, 4 * i, Float.floatToRawIntBits(values[i]));
            }
            return new Numbers(ValueType.FLOAT32, data);
        }

        private static VarHandle littleEndian(Class<?> arrayType) {
            return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
        }

        public int size() {
            return data.length / elementType.bytes();
        }

        /** The elements as stored; not to be changed. */
        byte[] data() {
            return data;
        }

        public ValueType elementType() {
            return elementType;
        }

        /** Element {@code index} of an integer or boolean array. */
        public long whole(int index) {
            return switch (elementType) {
                case UINT8, BOOL -> data[index] & 0xff;
                case INT8 -> data[index];
                case UINT16 -> (short) SHORT.get(data, 2 * index) & 0xffff;
                case INT16 -> (short) SHORT.get(data, 2 * index);
                case UINT32 -> (int) INT.get(data, 4 * index) & 0xffff_ffffL;
                case INT32 -> (int) INT.get(data, 4 * index);
                case UINT64, INT64 -> (long) LONG.get(data, 8 * index);
                default -> throw new IllegalStateException(elementType + " is no integer type");
            };
        }

        /** Element {@code index} of an array of any type. */
        public double real(int index) {
            return switch (elementType) {
                case FLOAT32 -> Float.intBitsToFloat((int) INT.get(data, 4 * index));
                case FLOAT64 -> Double.longBitsToDouble((long) LONG.get(data, 8 * index));
                default -> whole(index);
            };
        }

        @Override
        public String typeName() {
            return elementType + "[" + size() + "]";
        }

        @Override
        public String summary() {
            int shown = Math.min(size(), 8);
            StringJoiner text = new StringJoiner(", ", "[", size() > shown ? ", …]" : "]");
            for (int i = 0; i < shown; i++) {
                text.add(
                        elementType.isFloat()
                                ? Float.toString((float) real(i))
                                : Long.toString(whole(i)));
            }
            return text.toString();
        }
    }

    /** An array of strings, kept as bytes: vocabularies are not always UTF-8. */
    final class Texts implements MetadataValue {
        private final byte[] data;
        private final int[] starts;
        private final int lengthBytes;

        /**
         * @param data the array as stored, each string after its length
         * @param starts where string i begins in data; one more entry than strings, as if another
         *     followed
         * @param lengthBytes bytes of a stored length
         */
        Texts(byte[] data, int[] starts, int lengthBytes) {
            this.data = data;
            this.starts = starts;
            this.lengthBytes = lengthBytes;
        }

        /** An array of these strings, each given by its bytes. */
        public static Texts of(List<byte[]> values) {
            int size = 0;
            for (byte[] value : values) {
                size = Math.addExact(size, Long.BYTES + value.length);
            }
            ByteBuffer data = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
            int[] starts = new int[values.size() + 1];
            for (int i = 0; i < values.size(); i++) {
                data.putLong(values.get(i).length);
                starts[i] = data.position();
                data.put(values.get(i));
            }
            starts[values.size()] = size + Long.BYTES;
            return new Texts(data.array(), starts, Long.BYTES);
        }

        public int size() {
            return starts.length - 1;
        }

        /** The bytes of string {@code index}, as stored. */
        public byte[] bytes(int index) {
            return Arrays.copyOfRange(data, starts[index], end(index));
        }

        public String text(int index) {
            int start = starts[index];
            return new String(data, start, end(index) - start, StandardCharsets.UTF_8);
        }

        int end(int index) {
            return starts[index + 1] - lengthBytes;
        }

        int start(int index) {
            return starts[index];
        }

        /** The array that {@link #start} and {@link #end} point into; not to be changed. */
        byte[] data() {
            return data;
        }

        @Override
        public String typeName() {
            return "string[" + size() + "]";
        }

        @Override
        public String summary() {
            int shown = Math.min(size(), 4);
            StringJoiner text = new StringJoiner(", ", "[", size() > shown ? ", …]" : "]");
            for (int i = 0; i < shown; i++) {
                text.add(Quoted.quote(bytes(i)));
            }
            return text.toString();
        }
    }

    /** An array of arrays: read past, since no key that is used has one. */
    record Nested(long size) implements MetadataValue {
        @Override
        public String typeName() {
            return "array[" + size + "]";
        }

        @Override
        public String summary() {
            return "[…]";
        }
    }
}
