package dev.triglot.engine.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AlibiTest {
    @Test
    void aPowerOfTwoHasTheGeometricSlopesOfThePaper() {
        assertThat(Alibi.of(8, 8).slopes())
                .containsExactly(
                        0.5f, 0.25f, 0.125f, 0.0625f, 0.03125f, 0.015625f, 0.0078125f, 0.00390625f);
    }

    /** The first half are the slopes of 8 heads, the rest the odd ones of 16. */
    @Test
    void otherHeadCountsInterleave() {
        float[] slopes = Alibi.of(12, 8).slopes();
        assertThat(Arrays.copyOf(slopes, 8)).isEqualTo(Alibi.of(8, 8).slopes());
        float[] sixteen = Alibi.of(16, 8).slopes();
        assertThat(Arrays.copyOfRange(slopes, 8, 12))
                .containsExactly(sixteen[0], sixteen[2], sixteen[4], sixteen[6]);
    }

    @Test
    void theMaximumScalesTheExponent() {
        assertThat(Alibi.of(4, 16).slopes())
                .containsExactly(0.0625f, 0.00390625f, 0x1p-12f, 0x1p-16f);
    }
}
