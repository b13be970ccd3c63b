package dev.triglot.polyglot.v1;

import java.nio.ByteBuffer;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.Value;

/**
 * Numbers of one type, made for being taken by a guest at once: element by element costs a call
 * each.
 *
 * <ul>
 *   <li>JavaScript, without a copy: {@code new Float32Array(new ArrayBuffer(numbers.buffer()))}
 *   <li>Python, one copy: {@code array.array("f", numbers.latin1().encode("latin-1"))}, or {@code
 *       numbers.copyTo(bytearray(numbers.byteLength()))}
 *   <li>Everywhere, slowly: {@code numbers.list()}
 * </ul>
 *
 * <p>Where the API takes numbers, it takes one of these; a Python {@code bytes}, {@code bytearray},
 * {@code memoryview} or {@code array.array}; a JavaScript {@code ArrayBuffer} or typed array (these
 * are copied at once; buffers of single bytes hold int32 in little-endian order); any list or array
 * of numbers; a Java {@code int[]}.
 */
public interface NumberArray {
    /** {@code int32}, {@code float32} or {@code uint8}. */
    @HostAccess.Export
    String type();

    /** How many numbers. */
    @HostAccess.Export
    int length();

    /** How many bytes. */
    @HostAccess.Export
    int byteLength();

    /**
     * A direct buffer in little-endian order over the numbers themselves; read-only by agreement.
     */
    @HostAccess.Export
    ByteBuffer buffer();

    /** The bytes in little-endian order, one character each. */
    @HostAccess.Export
    String latin1();

    /**
     * Fills a guest's writable buffer ({@code bytearray}, {@code ArrayBuffer}) from its beginning.
     */
    @HostAccess.Export
    void copyTo(Value target);

    /** A Java array: {@code int[]}, {@code float[]} or {@code byte[]}. */
    @HostAccess.Export
    Object list();
}
