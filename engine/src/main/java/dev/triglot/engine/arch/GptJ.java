package dev.triglot.engine.arch;

import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.nn.FeedForward;
import dev.triglot.engine.nn.ParallelLayer;
import dev.triglot.engine.nn.Rope;
import dev.triglot.engine.nn.Transformer;

/**
 * GPT-J (Wang and Komatsuzaki 2021, mesh-transformer-jax).
 *
 * <p>One LayerNorm feeds attention and feed-forward in parallel; the leading dimensions of each
 * head are rotated; the feed-forward (tanh GELU) and the head have biases.
 */
final class GptJ {
    private GptJ() {}

    static Transformer build(Hyperparameters h, Weights weights) {
        Rope rope = Rope.of(h.ropeDimension(), h.ropeBase(), h.ropeScaling());
        return new Transformer(
                weights.embedding(),
                rope,
                weights.layers(h.blockCount(), i -> layer(h, weights, rope, i)),
                weights.layerNorm(TensorRole.OUTPUT_NORM, 0, h.normEpsilon()),
                weights.head());
    }

    private static ParallelLayer layer(Hyperparameters h, Weights weights, Rope rope, int i) {
        FeedForward feedForward =
                new FeedForward.Plain(
                        weights.linear(TensorRole.FFN_UP, i),
                        weights.linear(TensorRole.FFN_DOWN, i),
                        true);
        return new ParallelLayer(
                weights.layerNorm(TensorRole.ATTENTION_NORM, i, h.normEpsilon()),
                weights.attention(h, rope, i),
                feedForward);
    }
}
