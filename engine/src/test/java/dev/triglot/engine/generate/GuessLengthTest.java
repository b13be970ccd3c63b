package dev.triglot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuessLengthTest {
    @Test
    void lengthFollowsSuccess() {
        GuessLength length = new GuessLength(4);
        assertThat(length.get()).isEqualTo(4);
        length.learn(4, 0);
        assertThat(length.get()).isEqualTo(1);
        length.learn(1, 1);
        assertThat(length.get()).isEqualTo(2);
        length.learn(0, 0);
        assertThat(length.get()).isEqualTo(2);
        length.learn(2, 2);
        length.learn(4, 4);
        assertThat(length.get()).isEqualTo(4);
        length.learn(4, 3);
        assertThat(length.get()).isEqualTo(3);
    }
}
