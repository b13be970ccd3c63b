package dev.triglot.engine.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.format.GgufWriter;
import dev.triglot.engine.format.MetadataValue;
import dev.triglot.engine.format.TensorSource;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** A LLaMA of random F32 weights: two layers, two heads, six tokens. */
final class RandomModel {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int width;
    private final int feedForward;
    private final Random random = new Random(7);
    private final List<TensorSource> tensors = new ArrayList<>();
    private String spoiled = "";
    private float poison;

    RandomModel(int width, int feedForward) {
        this.width = width;
        this.feedForward = feedForward;
    }

    /** One element of a tensor gets this value. */
    RandomModel spoil(String tensor, float value) {
        spoiled = tensor;
        poison = value;
        return this;
    }

    Path write(Path file) {
        matrix("token_embd.weight", width, 6);
        matrix("output.weight", width, 6);
        norm("output_norm.weight");
        for (int layer = 0; layer < 2; layer++) {
            String block = "blk." + layer + ".";
            norm(block + "attn_norm.weight");
            norm(block + "ffn_norm.weight");
            for (String name : List.of("attn_q", "attn_k", "attn_v", "attn_output")) {
                matrix(block + name + ".weight", width, width);
            }
            matrix(block + "ffn_gate.weight", width, feedForward);
            matrix(block + "ffn_up.weight", width, feedForward);
            matrix(block + "ffn_down.weight", feedForward, width);
        }
        new GgufWriter(metadata(), tensors).write(file);
        return file;
    }

    private Map<String, MetadataValue> metadata() {
        Map<String, MetadataValue> keys = new LinkedHashMap<>();
        keys.put("general.architecture", MetadataValue.text("llama"));
        keys.put("llama.context_length", MetadataValue.uint32(64));
        keys.put("llama.embedding_length", MetadataValue.uint32(width));
        keys.put("llama.block_count", MetadataValue.uint32(2));
        keys.put("llama.feed_forward_length", MetadataValue.uint32(feedForward));
        keys.put("llama.attention.head_count", MetadataValue.uint32(2));
        keys.put("llama.attention.layer_norm_rms_epsilon", MetadataValue.float32(1e-5f));
        keys.put("tokenizer.ggml.model", MetadataValue.text("llama"));
        keys.put(
                "tokenizer.ggml.tokens",
                MetadataValue.Texts.of(
                        Stream.of("<unk>", "<s>", "</s>", "<0x0A>", "▁", "a")
                                .map(token -> token.getBytes(UTF_8))
                                .toList()));
        keys.put("tokenizer.ggml.scores", MetadataValue.Numbers.of(0f, 0f, 0f, 0f, -1f, -2f));
        keys.put("tokenizer.ggml.token_type", MetadataValue.Numbers.of(2, 3, 3, 6, 1, 1));
        return keys;
    }

    private void norm(String name) {
        float[] ones = new float[width];
        java.util.Arrays.fill(ones, 1);
        add(name, new Shape(width), ones);
    }

    private void matrix(String name, int columns, int rows) {
        float[] values = new float[columns * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.05f * (float) random.nextGaussian();
        }
        if (name.equals(spoiled)) {
            values[columns + 3] = poison;
        }
        add(name, new Shape(columns, rows), values);
    }

    private void add(String name, Shape shape, float[] values) {
        byte[] bytes = new byte[4 * values.length];
        MemorySegment.copy(values, 0, MemorySegment.ofArray(bytes), FLOAT, 0, values.length);
        tensors.add(
                new TensorSource(
                        name,
                        GgmlType.F32,
                        shape,
                        sink -> sink.write(MemorySegment.ofArray(bytes))));
    }
}
