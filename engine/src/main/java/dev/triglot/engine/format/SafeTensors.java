package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Shape;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a safetensors file: the length of a JSON header in 8 bytes, the header (name to dtype,
 * shape, begin and end in the data), the data.
 *
 * <p>Source: the format section of the safetensors project. As there, tensors cover the data
 * without holes and overlaps.
 */
final class SafeTensors {
    /** As safetensors itself has it. */
    private static final int MAX_HEADER = 100_000_000;

    private static final int MAX_TENSORS = 1 << 17;
    private static final int MAX_DIMENSIONS = 4;
    private static final ValueLayout.OfLong LENGTH =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Bytes of an element; those with a type of ours can be read. */
    private enum ElementType {
        BOOL(1, null),
        U8(1, null),
        I8(1, GgmlType.I8),
        F8_E4M3(1, null),
        F8_E5M2(1, null),
        F8_E8M0(1, null),
        U16(2, null),
        I16(2, GgmlType.I16),
        F16(2, GgmlType.F16),
        BF16(2, GgmlType.BF16),
        U32(4, null),
        I32(4, GgmlType.I32),
        F32(4, GgmlType.F32),
        U64(8, null),
        I64(8, GgmlType.I64),
        F64(8, GgmlType.F64),
        C64(8, null);

        private final int bytes;
        private final @Nullable GgmlType type;

        ElementType(int bytes, @Nullable GgmlType type) {
            this.bytes = bytes;
            this.type = type;
        }

        static @Nullable ElementType named(String name) {
            for (ElementType type : values()) {
                if (type.name().equals(name)) {
                    return type;
                }
            }
            return null;
        }
    }

    /**
     * What a file holds.
     *
     * @param tensors in the order of the data
     * @param others name to dtype of what has no type or no shape of ours, such as masks
     */
    record Contents(List<Tensor> tensors, Map<String, String> others) {}

    private record Range(String name, long begin, long end) {}

    private final MappedFile file;
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Range> ranges = new ArrayList<>();
    private final Map<String, String> others = new LinkedHashMap<>();

    private SafeTensors(MappedFile file) {
        this.file = file;
    }

    /**
     * Reads the header and checks every tensor against the file.
     *
     * @throws ModelFormatException if one is malformed
     */
    static Contents read(MappedFile file) {
        return new SafeTensors(file).read();
    }

    private Contents read() {
        long size = file.size();
        if (size < Long.BYTES) {
            throw error("offset 0", "is cut short: there is no header length");
        }
        long headerLength = file.data().get(LENGTH, 0);
        if (headerLength < 2 || headerLength > Math.min(MAX_HEADER, size - Long.BYTES)) {
            throw error(
                    "offset 0",
                    "the header length is %s, allowed is 2 to %d in a file of %d bytes"
                            .formatted(Long.toUnsignedString(headerLength), MAX_HEADER, size));
        }
        byte[] json = file.data().asSlice(Long.BYTES, headerLength).toArray(ValueLayout.JAVA_BYTE);
        if (json[0] != '{') {
            throw error("offset 8", "the header does not begin with a brace");
        }
        JsonNode header = CheckpointJson.parse(file.path(), "header", json);
        if (header.size() > MAX_TENSORS) {
            throw error(
                    "header",
                    "has %d entries, allowed are %d".formatted(header.size(), MAX_TENSORS));
        }
        long dataStart = Long.BYTES + headerLength;
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (!entry.getKey().equals("__metadata__")) {
                add(entry.getKey(), entry.getValue(), dataStart, size - dataStart);
            }
        }
        checkContiguous(size - dataStart);
        tensors.sort(Comparator.comparingLong(Tensor::fileOffset));
        return new Contents(List.copyOf(tensors), others);
    }

    private void add(String name, JsonNode entry, long dataStart, long dataBytes) {
        String where = "tensor " + Quoted.escape(name);
        if (!Quoted.isName(name) || name.getBytes(UTF_8).length > GgufReader.MAX_NAME_BYTES) {
            throw error(where, "the name is empty, too long or has control characters");
        }
        String dtype = entry.path("dtype").asStringOpt().orElse("");
        ElementType elements = ElementType.named(dtype);
        if (elements == null) {
            throw error(where, "its dtype %s is not known".formatted(Quoted.quote(dtype)));
        }
        long[] shape = wholes(entry.path("shape"), where, "shape");
        long[] offsets = wholes(entry.path("data_offsets"), where, "data_offsets");
        if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataBytes) {
            throw error(
                    where,
                    "its data_offsets %s are no range in %d bytes of data"
                            .formatted(entry.path("data_offsets"), dataBytes));
        }
        long bytes = elements.bytes;
        try {
            for (long dimension : shape) {
                bytes = Math.multiplyExact(bytes, dimension);
            }
        } catch (ArithmeticException overflow) {
            throw new ModelFormatException(file.path(), where, "its shape is too large", overflow);
        }
        if (bytes != offsets[1] - offsets[0]) {
            throw error(
                    where,
                    "%s of %s takes %d bytes, but its data_offsets have %d"
                            .formatted(entry.path("shape"), dtype, bytes, offsets[1] - offsets[0]));
        }
        ranges.add(new Range(name, offsets[0], offsets[1]));
        if (elements.type == null || !isUsable(shape)) {
            others.put(name, dtype + " " + entry.path("shape"));
            return;
        }
        tensors.add(
                new Tensor(
                        name,
                        elements.type,
                        innermostFirst(shape),
                        dataStart + offsets[0],
                        file.data().asSlice(dataStart + offsets[0], bytes)));
    }

    private static boolean isUsable(long[] shape) {
        long rows = 1;
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] < 1 || shape[i] > Integer.MAX_VALUE) {
                return false;
            }
            rows *= i + 1 < shape.length ? shape[i] : 1;
            if (rows > Integer.MAX_VALUE) {
                return false;
            }
        }
        return shape.length <= MAX_DIMENSIONS;
    }

    private static Shape innermostFirst(long[] shape) {
        if (shape.length == 0) {
            return new Shape(1);
        }
        long[] reversed = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            reversed[i] = shape[shape.length - 1 - i];
        }
        return new Shape(reversed);
    }

    private long[] wholes(JsonNode array, String where, String what) {
        if (!array.isArray() || array.size() > 64) {
            throw error(where, "its %s is no array of sizes".formatted(what));
        }
        long[] values = new long[array.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode node = array.get(i);
            if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
                throw error(
                        where,
                        "its %s holds %s, which is no size"
                                .formatted(what, Quoted.escape(node.toString())));
            }
            values[i] = node.longValue();
        }
        return values;
    }

    private void checkContiguous(long dataBytes) {
        ranges.sort(Comparator.comparingLong(Range::begin).thenComparingLong(Range::end));
        long end = 0;
        String previous = "the start of the data";
        for (Range range : ranges) {
            if (range.begin != end) {
                throw error(
                        "tensor " + Quoted.escape(range.name),
                        "data offset %d %s %s, which ends at %d"
                                .formatted(
                                        range.begin,
                                        range.begin < end ? "overlaps" : "leaves a hole behind",
                                        previous,
                                        end));
            }
            end = range.end;
            previous = Quoted.escape(range.name);
        }
        if (end != dataBytes) {
            throw error(
                    "header",
                    "the tensors end at data offset %d, but there are %d bytes of data"
                            .formatted(end, dataBytes));
        }
    }

    private ModelFormatException error(String where, String problem) {
        return new ModelFormatException(file.path(), where, problem);
    }
}
