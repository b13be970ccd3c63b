package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import java.util.List;

/**
 * The hyperparameters of one architecture in GGUF's metadata, with the ranges that any sane model
 * keeps. A default that is assumed becomes a warning.
 */
final class GgufKeys {
    private static final int MAX_WIDTH = 1 << 20;
    private static final int MAX_FEED_FORWARD = 1 << 24;
    private static final int MAX_LAYERS = 1 << 12;
    private static final int MAX_HEADS = 1 << 14;

    /** Above this, a context length is a placeholder, not what a model was trained for. */
    private static final int MAX_CONTEXT = 1 << 24;

    private static final int DEFAULT_CONTEXT = 2048;
    private static final float DEFAULT_EPSILON = 1e-5f;
    private static final float DEFAULT_ALIBI_BIAS = 8;
    private static final float MAX_ALIBI_BIAS = 1024;

    private final Metadata metadata;
    private final String prefix;
    private final List<String> warnings;

    /**
     * @param architecture the prefix of the keys
     * @param warnings where assumptions are noted
     */
    GgufKeys(Metadata metadata, String architecture, List<String> warnings) {
        this.metadata = metadata;
        this.prefix = architecture + ".";
        this.warnings = warnings;
    }

    int contextLength() {
        String key = prefix + "context_length";
        if (!metadata.has(key)) {
            return assume(key, DEFAULT_CONTEXT);
        }
        long length = metadata.whole(key, 1, 0xffff_ffffL, 0);
        if (length > MAX_CONTEXT) {
            warnings.add(
                    "%s is %d, which is no real length; %d is assumed"
                            .formatted(key, length, DEFAULT_CONTEXT));
            return DEFAULT_CONTEXT;
        }
        return (int) length;
    }

    int embeddingLength() {
        return metadata.integer(prefix + "embedding_length", 1, MAX_WIDTH);
    }

    int blockCount() {
        return metadata.integer(prefix + "block_count", 1, MAX_LAYERS);
    }

    /** The value, or the size of the tensor that it describes: early files have no such key. */
    int feedForwardLength(TensorBinding tensors) {
        return metadata.integer(
                prefix + "feed_forward_length",
                1,
                MAX_FEED_FORWARD,
                tensors.rows(TensorKey.weight(TensorRole.FFN_UP, 0)));
    }

    int headCount() {
        return metadata.integer(prefix + "attention.head_count", 1, MAX_HEADS);
    }

    int headCountKv(int headCount) {
        String key = prefix + "attention.head_count_kv";
        int count = metadata.integer(key, 1, headCount, headCount);
        if (headCount % count != 0) {
            throw error(
                    "attention.head_count_kv",
                    "is %d, which does not divide the %d query heads".formatted(count, headCount));
        }
        return count;
    }

    /** The width of a head where a key states it, else its share of the embedding. */
    int headLength(String name, int embeddingLength, int headCount) {
        if (!has(name) && embeddingLength % headCount != 0) {
            throw error(
                    "attention.head_count",
                    "is %d, which does not divide the embedding length %d"
                            .formatted(headCount, embeddingLength));
        }
        return metadata.integer(prefix + name, 1, MAX_WIDTH, embeddingLength / headCount);
    }

    float epsilon(String name) {
        String key = prefix + name;
        if (!metadata.has(key)) {
            warnings.add(key + " is missing; " + DEFAULT_EPSILON + " is assumed");
        }
        return metadata.real(key, Float.MIN_NORMAL, 1, DEFAULT_EPSILON);
    }

    /** Leading dimensions of a head that are rotated: even, and no more than there are. */
    int ropeDimension(int keyLength) {
        String name = "rope.dimension_count";
        int dimension = metadata.integer(prefix + name, 2, keyLength, keyLength);
        if (dimension % 2 != 0) {
            throw error(name, "is %d, but rotation needs pairs".formatted(dimension));
        }
        return dimension;
    }

    /** The bias of ALiBi; 0 for none. MPT's own default is 8. */
    float alibiMaxBias() {
        String key = prefix + "attention.max_alibi_bias";
        if (!metadata.has(key)) {
            warnings.add(key + " is missing; " + DEFAULT_ALIBI_BIAS + " is assumed");
        }
        return metadata.real(key, 0, MAX_ALIBI_BIAS, DEFAULT_ALIBI_BIAS);
    }

    boolean has(String name) {
        return metadata.has(prefix + name);
    }

    int integer(String name, int min, int max, int otherwise) {
        return metadata.integer(prefix + name, min, max, otherwise);
    }

    float real(String name, float min, float max, float otherwise) {
        return metadata.real(prefix + name, min, max, otherwise);
    }

    @org.jspecify.annotations.Nullable
    String text(String name) {
        return metadata.text(prefix + name);
    }

    /** Refuses a model that sets a flag to what cannot be run. */
    void requireFlag(String name, boolean value, String meaning) {
        if (metadata.flag(prefix + name, value) != value) {
            throw unsupported(name, "is %b: %s".formatted(!value, meaning));
        }
    }

    ModelFormatException error(String name, String problem) {
        return metadata.error(prefix + name, problem);
    }

    UnsupportedModelException unsupported(String name, String problem) {
        return metadata.unsupported(prefix + name, problem);
    }

    private int assume(String key, int value) {
        warnings.add(key + " is missing; " + value + " is assumed");
        return value;
    }
}
