package dev.triglot.engine.arch;

import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.nn.Alibi;
import dev.triglot.engine.nn.Attention;
import dev.triglot.engine.nn.FeedForward;
import dev.triglot.engine.nn.Norm;
import dev.triglot.engine.nn.PreNormLayer;
import dev.triglot.engine.nn.Transformer;
import org.jspecify.annotations.Nullable;

/**
 * MPT (MosaicML 2023, llm-foundry).
 *
 * <p>LayerNorm (biases optional), ALiBi, one fused projection for queries, keys and values with an
 * optional clamp, optional norms of queries and keys, exact GELU, a head tied to the embedding.
 */
final class Mpt {
    private Mpt() {}

    static Transformer build(Hyperparameters h, Weights weights) {
        Alibi alibi = Alibi.of(h.headCount(), h.alibiMaxBias());
        return new Transformer(
                weights.embedding(),
                alibi,
                weights.layers(h.blockCount(), i -> layer(h, weights, alibi, i)),
                weights.layerNorm(TensorRole.OUTPUT_NORM, 0, h.normEpsilon()),
                weights.head());
    }

    private static PreNormLayer layer(Hyperparameters h, Weights weights, Alibi alibi, int i) {
        int qRows = h.headCount() * h.keyLength();
        int kRows = h.headCountKv() * h.keyLength();
        int vRows = h.headCountKv() * h.valueLength();
        Attention attention =
                new Attention(
                        h.headCount(),
                        h.headCountKv(),
                        h.keyLength(),
                        h.valueLength(),
                        weights.slice(TensorRole.ATTENTION_QKV, i, 0, qRows),
                        weights.slice(TensorRole.ATTENTION_QKV, i, qRows, kRows),
                        weights.slice(TensorRole.ATTENTION_QKV, i, qRows + kRows, vRows),
                        weights.linear(TensorRole.ATTENTION_OUTPUT, i),
                        optionalNorm(weights, TensorRole.ATTENTION_Q_NORM, i, h),
                        optionalNorm(weights, TensorRole.ATTENTION_K_NORM, i, h),
                        alibi,
                        h.clampQkv(),
                        h.slidingWindow());
        FeedForward feedForward =
                new FeedForward.Plain(
                        weights.linear(TensorRole.FFN_UP, i),
                        weights.linear(TensorRole.FFN_DOWN, i),
                        false);
        return new PreNormLayer(
                weights.layerNorm(TensorRole.ATTENTION_NORM, i, h.normEpsilon()),
                attention,
                weights.layerNorm(TensorRole.FFN_NORM, i, h.normEpsilon()),
                feedForward);
    }

    private static @Nullable Norm optionalNorm(
            Weights weights, TensorRole role, int i, Hyperparameters h) {
        return weights.has(role, i) ? weights.layerNorm(role, i, h.normEpsilon()) : null;
    }
}
