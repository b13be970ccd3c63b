package dev.triglot.engine.arch;

import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.nn.FeedForward;
import dev.triglot.engine.nn.PreNormLayer;
import dev.triglot.engine.nn.Rope;
import dev.triglot.engine.nn.Transformer;

/**
 * LLaMA (Touvron et al. 2023, arXiv:2302.13971 and 2307.09288; Llama 3: arXiv:2407.21783) and its
 * descendants Mistral, TinyLlama, SmolLM.
 *
 * <p>RMSNorm, rotary positions, grouped-query attention, SiLU gate.
 */
final class Llama {
    private Llama() {}

    static Transformer build(Hyperparameters h, Weights weights) {
        Rope rope = Rope.of(h.ropeDimension(), h.ropeBase(), h.ropeScaling());
        return new Transformer(
                weights.embedding(),
                rope,
                weights.layers(h.blockCount(), i -> layer(h, weights, rope, i)),
                weights.rmsNorm(TensorRole.OUTPUT_NORM, 0, h.normEpsilon()),
                weights.head());
    }

    private static PreNormLayer layer(Hyperparameters h, Weights weights, Rope rope, int i) {
        FeedForward feedForward =
                new FeedForward.Gated(
                        weights.linear(TensorRole.FFN_GATE, i),
                        weights.linear(TensorRole.FFN_UP, i),
                        weights.linear(TensorRole.FFN_DOWN, i));
        return new PreNormLayer(
                weights.rmsNorm(TensorRole.ATTENTION_NORM, i, h.normEpsilon()),
                weights.attention(h, rope, i),
                weights.rmsNorm(TensorRole.FFN_NORM, i, h.normEpsilon()),
                feedForward);
    }
}
