package dev.triglot.polyglot.service;

import dev.triglot.polyglot.v1.NumberArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.graalvm.polyglot.Value;

/** Numbers in a direct buffer, which JavaScript takes without a copy. */
final class Numbers implements NumberArray {
    private final String type;
    private final int elementBytes;
    private final ByteBuffer bytes;
    private final Function<ByteBuffer, Object> list;

    private Numbers(
            String type, int elementBytes, ByteBuffer bytes, Function<ByteBuffer, Object> list) {
        this.type = type;
        this.elementBytes = elementBytes;
        this.bytes = bytes;
        this.list = list;
    }

    static Numbers of(int[] values) {
        ByteBuffer bytes = direct(values.length, 4);
        bytes.asIntBuffer().put(values);
        return new Numbers("int32", 4, bytes, Numbers::ints);
    }

    static Numbers of(float[] values) {
        return of(values, 0, values.length);
    }

    static Numbers of(float[] values, int from, int count) {
        ByteBuffer bytes = direct(count, 4);
        bytes.asFloatBuffer().put(values, from, count);
        return new Numbers("float32", 4, bytes, Numbers::floats);
    }

    static Numbers of(byte[] values) {
        ByteBuffer bytes = direct(values.length, 1);
        bytes.put(0, values);
        return new Numbers("uint8", 1, bytes, Numbers::bytes);
    }

    private static ByteBuffer direct(int count, int elementBytes) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, elementBytes))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int[] ints(ByteBuffer bytes) {
        int[] values = new int[bytes.capacity() / 4];
        bytes.asIntBuffer().get(values);
        return values;
    }

    private static float[] floats(ByteBuffer bytes) {
        float[] values = new float[bytes.capacity() / 4];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private static byte[] bytes(ByteBuffer bytes) {
        byte[] values = new byte[bytes.capacity()];
        bytes.get(0, values);
        return values;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public int length() {
        return bytes.capacity() / elementBytes;
    }

    @Override
    public int byteLength() {
        return bytes.capacity();
    }

    @Override
    public ByteBuffer buffer() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public String latin1() {
        return new String(bytes(bytes), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void copyTo(Value target) {
        Failures.guarded(() -> fill(target));
    }

    private void fill(Value target) {
        if (!target.hasBufferElements() || !target.isBufferWritable()) {
            throw Failures.invalid(
                    "numbers can be copied to a writable buffer only, such as a bytearray or an"
                            + " ArrayBuffer");
        }
        if (target.getBufferSize() < bytes.capacity()) {
            throw Failures.invalid(
                    "the buffer has "
                            + target.getBufferSize()
                            + " bytes, the numbers need "
                            + bytes.capacity());
        }
        int at = 0;
        for (; at + 8 <= bytes.capacity(); at += 8) {
            target.writeBufferLong(ByteOrder.LITTLE_ENDIAN, at, bytes.getLong(at));
        }
        for (; at < bytes.capacity(); at++) {
            target.writeBufferByte(at, bytes.get(at));
        }
    }

    @Override
    public Object list() {
        return list.apply(bytes);
    }

    @Override
    public String toString() {
        return type + "[" + length() + "]";
    }
}
