package dev.triglot.engine.sample;

import static dev.triglot.engine.sample.SamplingFixtures.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.sample.SamplingFixtures.Options;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplingOptionsTest {
    @ParameterizedTest
    @MethodSource("outOfRange")
    void namesTheOptionTheValueAndTheRange(Options options, String message) {
        assertThatThrownBy(options::build)
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessage(message);
    }

    static Object[][] outOfRange() {
        float nan = Float.NaN;
        float inf = Float.POSITIVE_INFINITY;
        return new Object[][] {
            {PLAIN.temperature(-0.1f), "temperature is -0.1: it must be 0 or more"},
            {PLAIN.temperature(nan), "temperature is NaN: it must be 0 or more"},
            {PLAIN.temperature(inf), "temperature is Infinity: it must be 0 or more"},
            {PLAIN.topK(-1), "topK is -1: it must be 0 or more"},
            {PLAIN.topP(0), "topP is 0.0: it must be above 0 and at most 1"},
            {PLAIN.topP(1.1f), "topP is 1.1: it must be above 0 and at most 1"},
            {PLAIN.topP(nan), "topP is NaN: it must be above 0 and at most 1"},
            {PLAIN.minP(-0.1f), "minP is -0.1: it must be 0 to 1"},
            {PLAIN.minP(1.1f), "minP is 1.1: it must be 0 to 1"},
            {PLAIN.penalties(0, 1, 0, 0), "repeatPenalty is 0.0: it must be above 0"},
            {PLAIN.penalties(inf, 1, 0, 0), "repeatPenalty is Infinity: it must be above 0"},
            {PLAIN.penalties(1, -2, 0, 0), "repeatLastN is -2: it must be -1 or more"},
            {PLAIN.penalties(1, 1, nan, 0), "presencePenalty is NaN: it must be a finite number"},
            {
                PLAIN.penalties(1, 1, 0, inf),
                "frequencyPenalty is Infinity: it must be a finite number"
            },
            {
                PLAIN.bias(Map.of(3, inf)),
                "logitBias of token 3 is Infinity: it must be finite or negative infinity"
            },
            {
                PLAIN.bias(Map.of(3, nan)),
                "logitBias of token 3 is NaN: it must be finite or negative infinity"
            },
            {PLAIN.bias(Map.of(-3, 1f)), "a token of logitBias is -3: it must be 0 or more"},
        };
    }

    @Test
    void takesTheEndsOfTheRanges() {
        SamplingOptions options =
                PLAIN.temperature(0)
                        .topP(1)
                        .minP(1)
                        .penalties(Float.MIN_VALUE, -1, -2, 2)
                        .bias(Map.of(0, Float.NEGATIVE_INFINITY))
                        .build();
        assertThat(options.penalizes()).isTrue();
        assertThat(PLAIN.penalties(1.1f, 0, 1, 1).build().penalizes()).isFalse();
    }
}
