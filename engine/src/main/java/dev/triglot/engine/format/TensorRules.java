package dev.triglot.engine.format;

import static dev.triglot.engine.format.TensorRule.Need.NONE;
import static dev.triglot.engine.format.TensorRule.Need.OPTIONAL;
import static dev.triglot.engine.format.TensorRule.Need.REQUIRED;
import static dev.triglot.engine.format.TensorRule.Need.UNLESS_FUSED;
import static dev.triglot.engine.format.TensorRule.Size.ATTENDED;
import static dev.triglot.engine.format.TensorRule.Size.EMBEDDING;
import static dev.triglot.engine.format.TensorRule.Size.FEED_FORWARD;
import static dev.triglot.engine.format.TensorRule.Size.HEAD_KEY;
import static dev.triglot.engine.format.TensorRule.Size.KEYS;
import static dev.triglot.engine.format.TensorRule.Size.QUERIES;
import static dev.triglot.engine.format.TensorRule.Size.QUERIES_KEYS_VALUES;
import static dev.triglot.engine.format.TensorRule.Size.ROPE_PAIRS;
import static dev.triglot.engine.format.TensorRule.Size.VALUES;
import static dev.triglot.engine.format.TensorRule.Size.VOCABULARY;
import static dev.triglot.engine.model.TensorRole.ATTENTION_K;
import static dev.triglot.engine.model.TensorRole.ATTENTION_K_NORM;
import static dev.triglot.engine.model.TensorRole.ATTENTION_NORM;
import static dev.triglot.engine.model.TensorRole.ATTENTION_OUTPUT;
import static dev.triglot.engine.model.TensorRole.ATTENTION_Q;
import static dev.triglot.engine.model.TensorRole.ATTENTION_QKV;
import static dev.triglot.engine.model.TensorRole.ATTENTION_Q_NORM;
import static dev.triglot.engine.model.TensorRole.ATTENTION_V;
import static dev.triglot.engine.model.TensorRole.FFN_DOWN;
import static dev.triglot.engine.model.TensorRole.FFN_GATE;
import static dev.triglot.engine.model.TensorRole.FFN_NORM;
import static dev.triglot.engine.model.TensorRole.FFN_UP;
import static dev.triglot.engine.model.TensorRole.OUTPUT;
import static dev.triglot.engine.model.TensorRole.OUTPUT_NORM;
import static dev.triglot.engine.model.TensorRole.ROPE_FREQUENCIES;
import static dev.triglot.engine.model.TensorRole.TOKEN_EMBEDDING;

import java.util.List;

/**
 * The tensors of each architecture: role, need of the weight, need of the bias, shape with the
 * innermost dimension first.
 */
final class TensorRules {
    static final List<TensorRule> LLAMA =
            List.of(
                    TensorRule.of(TOKEN_EMBEDDING, REQUIRED, NONE, EMBEDDING, VOCABULARY),
                    TensorRule.of(OUTPUT_NORM, REQUIRED, NONE, EMBEDDING),
                    // absent where it is tied to the embedding
                    TensorRule.of(OUTPUT, OPTIONAL, OPTIONAL, EMBEDDING, VOCABULARY),
                    TensorRule.of(ROPE_FREQUENCIES, OPTIONAL, NONE, ROPE_PAIRS),
                    TensorRule.of(ATTENTION_NORM, REQUIRED, NONE, EMBEDDING),
                    TensorRule.of(ATTENTION_Q, UNLESS_FUSED, OPTIONAL, EMBEDDING, QUERIES),
                    TensorRule.of(ATTENTION_K, UNLESS_FUSED, OPTIONAL, EMBEDDING, KEYS),
                    TensorRule.of(ATTENTION_V, UNLESS_FUSED, OPTIONAL, EMBEDDING, VALUES),
                    TensorRule.of(
                            ATTENTION_QKV, OPTIONAL, OPTIONAL, EMBEDDING, QUERIES_KEYS_VALUES),
                    TensorRule.of(ATTENTION_Q_NORM, OPTIONAL, NONE, HEAD_KEY).or(QUERIES),
                    TensorRule.of(ATTENTION_K_NORM, OPTIONAL, NONE, HEAD_KEY).or(KEYS),
                    TensorRule.of(ATTENTION_OUTPUT, REQUIRED, OPTIONAL, ATTENDED, EMBEDDING),
                    TensorRule.of(FFN_NORM, REQUIRED, NONE, EMBEDDING),
                    TensorRule.of(FFN_GATE, REQUIRED, OPTIONAL, EMBEDDING, FEED_FORWARD),
                    TensorRule.of(FFN_UP, REQUIRED, OPTIONAL, EMBEDDING, FEED_FORWARD),
                    TensorRule.of(FFN_DOWN, REQUIRED, OPTIONAL, FEED_FORWARD, EMBEDDING));

    static final List<TensorRule> GPTJ =
            List.of(
                    TensorRule.of(TOKEN_EMBEDDING, REQUIRED, NONE, EMBEDDING, VOCABULARY),
                    TensorRule.of(OUTPUT_NORM, REQUIRED, REQUIRED, EMBEDDING),
                    TensorRule.of(OUTPUT, REQUIRED, REQUIRED, EMBEDDING, VOCABULARY),
                    TensorRule.of(ATTENTION_NORM, REQUIRED, REQUIRED, EMBEDDING),
                    TensorRule.of(ATTENTION_Q, UNLESS_FUSED, NONE, EMBEDDING, QUERIES),
                    TensorRule.of(ATTENTION_K, UNLESS_FUSED, NONE, EMBEDDING, KEYS),
                    TensorRule.of(ATTENTION_V, UNLESS_FUSED, NONE, EMBEDDING, VALUES),
                    TensorRule.of(ATTENTION_QKV, OPTIONAL, NONE, EMBEDDING, QUERIES_KEYS_VALUES),
                    TensorRule.of(ATTENTION_OUTPUT, REQUIRED, NONE, ATTENDED, EMBEDDING),
                    TensorRule.of(FFN_UP, REQUIRED, REQUIRED, EMBEDDING, FEED_FORWARD),
                    TensorRule.of(FFN_DOWN, REQUIRED, REQUIRED, FEED_FORWARD, EMBEDDING));

    static final List<TensorRule> MPT =
            List.of(
                    TensorRule.of(TOKEN_EMBEDDING, REQUIRED, NONE, EMBEDDING, VOCABULARY),
                    TensorRule.of(OUTPUT_NORM, REQUIRED, OPTIONAL, EMBEDDING),
                    TensorRule.of(OUTPUT, OPTIONAL, OPTIONAL, EMBEDDING, VOCABULARY),
                    TensorRule.of(ATTENTION_NORM, REQUIRED, OPTIONAL, EMBEDDING),
                    TensorRule.of(ATTENTION_Q, UNLESS_FUSED, OPTIONAL, EMBEDDING, QUERIES),
                    TensorRule.of(ATTENTION_K, UNLESS_FUSED, OPTIONAL, EMBEDDING, KEYS),
                    TensorRule.of(ATTENTION_V, UNLESS_FUSED, OPTIONAL, EMBEDDING, VALUES),
                    TensorRule.of(
                            ATTENTION_QKV, OPTIONAL, OPTIONAL, EMBEDDING, QUERIES_KEYS_VALUES),
                    TensorRule.of(ATTENTION_Q_NORM, OPTIONAL, OPTIONAL, QUERIES).or(HEAD_KEY),
                    TensorRule.of(ATTENTION_K_NORM, OPTIONAL, OPTIONAL, KEYS).or(HEAD_KEY),
                    TensorRule.of(ATTENTION_OUTPUT, REQUIRED, OPTIONAL, ATTENDED, EMBEDDING),
                    TensorRule.of(FFN_NORM, REQUIRED, OPTIONAL, EMBEDDING),
                    TensorRule.of(FFN_UP, REQUIRED, OPTIONAL, EMBEDDING, FEED_FORWARD),
                    TensorRule.of(FFN_DOWN, REQUIRED, OPTIONAL, FEED_FORWARD, EMBEDDING));

    private TensorRules() {}
}
