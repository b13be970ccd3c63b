package dev.triglot.polyglot.service;

import dev.triglot.polyglot.v1.NumberArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Takes numbers from guests, at once where they have a buffer. */
final class NumberReader {
    /** Single bytes as elements mean that a buffer is packed int32. */
    private static final Map<String, Integer> TYPED_ARRAYS =
            Map.of("Int32Array", 4, "Uint32Array", 4, "Uint8Array", 1, "Uint8ClampedArray", 1);

    /** Python's letters for integers of a buffer. */
    private static final String INTEGER_FORMATS = "bBhHiIlLqQ";

    /** Bytes with the size of the integers that they are. */
    private record Raw(byte[] bytes, int elementBytes) {}

    private NumberReader() {}

    /**
     * @param what the argument's name, for messages
     */
    static int[] ints(String what, @Nullable Object argument) {
        Value value = Value.asValue(argument);
        if (value.isHostObject()) {
            return fromJava(what, value.asHostObject());
        }
        Raw raw = raw(what, value);
        return raw == null ? elementwise(what, value) : unpacked(what, raw);
    }

    static byte[] bytes(String what, @Nullable Object argument) {
        Value value = Value.asValue(argument);
        if (value.isHostObject()) {
            Object java = value.asHostObject();
            if (java instanceof byte[] bytes) {
                return bytes.clone();
            }
            if (java instanceof NumberArray numbers) {
                return bytesOf(numbers);
            }
        } else {
            Raw raw = raw(what, value);
            if (raw != null) {
                return raw.bytes();
            }
        }
        throw Failures.invalid(what + " must be bytes, not " + Shown.value(argument));
    }

    private static byte[] bytesOf(NumberArray numbers) {
        byte[] bytes = new byte[numbers.byteLength()];
        numbers.buffer().get(0, bytes);
        return bytes;
    }

    private static int[] fromJava(String what, @Nullable Object java) {
        return switch (java) {
            case int[] ints -> ints.clone();
            case NumberArray numbers when numbers.list() instanceof int[] ints -> ints;
            case List<?> list -> {
                int[] ints = new int[list.size()];
                for (int i = 0; i < ints.length; i++) {
                    if (!(list.get(i) instanceof Integer id)) {
                        throw notAnInt(what, i, list.get(i));
                    }
                    ints[i] = id;
                }
                yield ints;
            }
            case null, default -> throw notNumbers(what, java);
        };
    }

    private static @Nullable Raw raw(String what, Value value) {
        if (value.hasBufferElements()) {
            return new Raw(
                    read(what, value, 0, value.getBufferSize()), pythonElementBytes(what, value));
        }
        Value type = value.hasArrayElements() ? value.getMetaObject() : null;
        Integer elementBytes = type == null ? null : TYPED_ARRAYS.get(type.getMetaSimpleName());
        Value buffer = elementBytes == null ? null : value.getMember("buffer");
        if (elementBytes == null || buffer == null || !buffer.hasBufferElements()) {
            return null;
        }
        long offset = value.getMember("byteOffset").asLong();
        return new Raw(
                read(what, buffer, offset, value.getMember("byteLength").asLong()), elementBytes);
    }

    private static byte[] read(String what, Value buffer, long offset, long length) {
        if (length > Integer.MAX_VALUE - 8) {
            throw Failures.invalid(what + " has " + length + " bytes: that is too long");
        }
        byte[] bytes = new byte[(int) length];
        buffer.readBuffer(offset, bytes, 0, bytes.length);
        return bytes;
    }

    /** array.array has a typecode, memoryview a format; other buffers are packed int32. */
    private static int pythonElementBytes(String what, Value buffer) {
        for (String member : List.of("typecode", "format")) {
            Value format = buffer.hasMembers() ? buffer.getMember(member) : null;
            if (format != null && format.isString() && !format.asString().equals("B")) {
                if (!INTEGER_FORMATS.contains(format.asString())) {
                    throw Failures.invalid(
                            what + " must have integers, not the type '" + format.asString() + "'");
                }
                return buffer.getMember("itemsize").asInt();
            }
        }
        return 1;
    }

    private static int[] unpacked(String what, Raw raw) {
        int width = raw.elementBytes() == 1 ? 4 : raw.elementBytes();
        if (raw.bytes().length % width != 0) {
            throw Failures.invalid(
                    what
                            + " has "
                            + raw.bytes().length
                            + " bytes, which is no multiple of "
                            + width);
        }
        ByteBuffer bytes = ByteBuffer.wrap(raw.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int[] ints = new int[raw.bytes().length / width];
        for (int i = 0; i < ints.length; i++) {
            long element =
                    switch (width) {
                        case 2 -> bytes.getShort(2 * i);
                        case 4 -> bytes.getInt(4 * i);
                        default -> bytes.getLong(8 * i);
                    };
            if (element != (int) element) {
                throw notAnInt(what, i, element);
            }
            ints[i] = (int) element;
        }
        return ints;
    }

    private static int[] elementwise(String what, Value value) {
        if (value.isString() || !value.hasArrayElements()) {
            throw notNumbers(what, GuestValues.plain(what, value));
        }
        int[] ints = new int[Math.toIntExact(value.getArraySize())];
        for (int i = 0; i < ints.length; i++) {
            Value element = value.getArrayElement(i);
            if (!element.isNumber() || !element.fitsInInt()) {
                throw notAnInt(what, i, GuestValues.plain(what, element));
            }
            ints[i] = element.asInt();
        }
        return ints;
    }

    private static RuntimeException notNumbers(String what, @Nullable Object value) {
        return Failures.invalid(what + " must be numbers, not " + Shown.value(value));
    }

    private static RuntimeException notAnInt(String what, int index, @Nullable Object value) {
        return Failures.invalid(
                "element " + index + " of " + what + " must be an id, not " + Shown.value(value));
    }
}
