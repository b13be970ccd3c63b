package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.UnsupportedModelException;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/**
 * Encodes what precedes the data of a GGUF file of version 3: counts, metadata and the tensor
 * table. See {@link GgufReader} for the source of the layout.
 */
final class GgufHeader {
    private static final int VERSION = 3;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private GgufHeader() {}

    /**
     * Encodes it, padded to the alignment.
     *
     * @param offsets where the tensors' data begin, from the start of the data
     */
    static byte[] encode(
            Map<String, MetadataValue> metadata,
            List<TensorSource> tensors,
            List<Long> offsets,
            int alignment) {
        GgufHeader header = new GgufHeader();
        header.putInt(GgufReader.MAGIC);
        header.putInt(VERSION);
        header.putLong(tensors.size());
        header.putLong(metadata.size());
        metadata.forEach((key, value) -> {
            header.putString(key.getBytes(UTF_8));
            header.putValue(key, value);
        });
        for (int i = 0; i < tensors.size(); i++) {
            header.putTensor(tensors.get(i), offsets.get(i));
        }
        while (header.out.size() % alignment != 0) {
            header.out.write(0);
        }
        return header.out.toByteArray();
    }

    private void putTensor(TensorSource tensor, long offset) {
        putString(tensor.name().getBytes(UTF_8));
        long[] dimensions = tensor.shape().dimensions();
        putInt(dimensions.length);
        for (long dimension : dimensions) {
            putLong(dimension);
        }
        putInt(tensor.type().id());
        putLong(offset);
    }

    private void putValue(String key, MetadataValue value) {
        switch (value) {
            case MetadataValue.Whole whole -> {
                putInt(whole.type().id());
                putBits(whole.bits(), whole.type().bytes());
            }
            case MetadataValue.Real real -> {
                putInt(real.type().id());
                if (real.type() == ValueType.FLOAT32) {
                    putInt(Float.floatToRawIntBits((float) real.value()));
                } else {
                    putLong(Double.doubleToRawLongBits(real.value()));
                }
            }
            case MetadataValue.Flag flag -> {
                putInt(ValueType.BOOL.id());
                out.write(flag.value() ? 1 : 0);
            }
            case MetadataValue.Text text -> {
                putInt(ValueType.STRING.id());
                putString(text.value().getBytes(UTF_8));
            }
            case MetadataValue.Numbers numbers -> {
                putArray(numbers.elementType(), numbers.size());
                out.writeBytes(numbers.data());
            }
            case MetadataValue.Texts texts -> {
                putArray(ValueType.STRING, texts.size());
                for (int i = 0; i < texts.size(); i++) {
                    int length = texts.end(i) - texts.start(i);
                    putLong(length);
                    out.write(texts.data(), texts.start(i), length);
                }
            }
            case MetadataValue.Nested nested ->
                    throw new UnsupportedModelException(
                            "key %s: arrays of arrays are read past and cannot be written"
                                    .formatted(Quoted.escape(key)));
        }
    }

    private void putArray(ValueType elementType, int size) {
        putInt(ValueType.ARRAY.id());
        putInt(elementType.id());
        putLong(size);
    }

    private void putString(byte[] utf8) {
        putLong(utf8.length);
        out.writeBytes(utf8);
    }

    private void putInt(int value) {
        putBits(value, Integer.BYTES);
    }

    private void putLong(long value) {
        putBits(value, Long.BYTES);
    }

    private void putBits(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> (8 * i)));
        }
    }

    /**
     * Checks what a reader would refuse.
     *
     * @throws InvalidArgumentException if a key is unfit
     */
    static void checkKeys(Map<String, MetadataValue> metadata) {
        for (String key : metadata.keySet()) {
            if (!Quoted.isName(key)) {
                throw new InvalidArgumentException(
                        "a metadata key is empty or has control characters: " + Quoted.quote(key));
            }
        }
    }
}
