package dev.triglot.engine.format;

import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.RopeScaling;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import java.util.List;

/**
 * The numbers of a model from before GGUF: some from the header, the others as the programs had.
 */
final class LegacyHyperparameters {
    private static final int MAX_WIDTH = 1 << 20;
    private static final int MAX_LAYERS = 1 << 12;
    private static final int MAX_HEADS = 1 << 14;
    private static final int MAX_CONTEXT = 1 << 24;
    private static final float MAX_ALIBI_BIAS = 1024;
    private static final float LAYER_NORM_EPSILON = 1e-5f;
    private static final float ROPE_BASE = 10_000;

    private final Metadata header;
    private final TensorBinding tensors;
    private final List<String> warnings;

    LegacyHyperparameters(Metadata header, TensorBinding tensors, List<String> warnings) {
        this.header = header;
        this.tensors = tensors;
        this.warnings = warnings;
    }

    Hyperparameters read(LegacyModel model) {
        int width = header.integer("n_embd", 1, MAX_WIDTH);
        int layers = header.integer("n_layer", 1, MAX_LAYERS);
        int heads = header.integer("n_head", 1, MAX_HEADS);
        if (width % heads != 0) {
            throw header.error(
                    "n_head", "is %d, which does not divide n_embd, %d".formatted(heads, width));
        }
        return switch (model) {
            case LLAMA -> llama(width, layers, heads);
            case GPTJ -> gptJ(width, layers, heads);
            case MPT -> mpt(width, layers, heads);
        };
    }

    private Hyperparameters llama(int width, int layers, int heads) {
        int head = width / heads;
        int rotated = header.integer("n_rot", 1, MAX_WIDTH);
        if (rotated != head || head % 2 != 0) {
            throw header.error(
                    "n_rot",
                    "is %d, but heads of %d dimensions are rotated as a whole, in pairs"
                            .formatted(rotated, head));
        }
        int headsKv = headsKv(heads, head);
        // The only models with grouped queries in such files are LLaMA 2.
        boolean second = headsKv < heads;
        int context = second ? 4096 : 2048;
        float epsilon = second ? 1e-5f : 1e-6f;
        warnings.add(
                "the file does not state context length, norm epsilon and RoPE base; %d, %s and %s are assumed, as for LLaMA %d"
                        .formatted(context, epsilon, ROPE_BASE, second ? 2 : 1));
        return new Hyperparameters(
                tensors.vocabSize(),
                context,
                width,
                layers,
                heads,
                headsKv,
                head,
                head,
                llamaFeedForward(width),
                epsilon,
                head,
                ROPE_BASE,
                new RopeScaling.None(),
                0,
                0,
                0);
    }

    /** Later programs were told it on the command line; the key projection's rows tell as well. */
    private int headsKv(int heads, int head) {
        int rows = tensors.rows(TensorKey.weight(TensorRole.ATTENTION_K, 0));
        int headsKv = rows / head;
        if (rows == heads * head || headsKv < 1 || rows % head != 0 || heads % headsKv != 0) {
            return heads;
        }
        warnings.add(
                "the key projection has %d rows: %d key and value heads are assumed"
                        .formatted(rows, headsKv));
        return headsKv;
    }

    private int llamaFeedForward(int width) {
        long multiple = header.integer("n_mult", 1, Integer.MAX_VALUE);
        long least = 2 * (4L * width) / 3;
        long computed = (least + multiple - 1) / multiple * multiple;
        int rows = tensors.rows(TensorKey.weight(TensorRole.FFN_GATE, 0));
        if (computed != rows) {
            warnings.add(
                    "n_mult is %d, which means a feed-forward width of %d; that of the tensors is taken, %d"
                            .formatted(multiple, computed, rows));
        }
        return rows;
    }

    private Hyperparameters gptJ(int width, int layers, int heads) {
        int head = width / heads;
        int rotated = header.integer("n_rot", 2, head);
        if (rotated % 2 != 0) {
            throw header.error(
                    "n_rot", "is %d, but dimensions are rotated in pairs".formatted(rotated));
        }
        warnings.add(
                "the file does not state norm epsilon and RoPE base; %s and %s are assumed"
                        .formatted(LAYER_NORM_EPSILON, ROPE_BASE));
        return new Hyperparameters(
                tensors.vocabSize(),
                header.integer("n_ctx", 1, MAX_CONTEXT),
                width,
                layers,
                heads,
                heads,
                head,
                head,
                4 * width,
                LAYER_NORM_EPSILON,
                rotated,
                ROPE_BASE,
                new RopeScaling.None(),
                0,
                0,
                0);
    }

    private Hyperparameters mpt(int width, int layers, int heads) {
        warnings.add(
                "the file does not state the norm epsilon; %s is assumed"
                        .formatted(LAYER_NORM_EPSILON));
        return new Hyperparameters(
                tensors.vocabSize(),
                header.integer("n_ctx", 1, MAX_CONTEXT),
                width,
                layers,
                heads,
                heads,
                width / heads,
                width / heads,
                4 * width,
                LAYER_NORM_EPSILON,
                0,
                0,
                new RopeScaling.None(),
                0,
                header.real("alibi_bias_max", 0, MAX_ALIBI_BIAS, 0),
                header.real("clip_qkv", 0, Float.MAX_VALUE, 0));
    }
}
