package dev.triglot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void theMedianIsTheMiddleOrBetweenTheTwoMiddleOnes() {
        assertThat(Samples.median(new double[] {9, 1, 5})).isEqualTo(5);
        assertThat(Samples.median(new double[] {9, 1, 5, 7})).isEqualTo(6);
        assertThat(Samples.median(new double[0])).isNull();
    }

    @Test
    void theDeviationIsThatOfASample() {
        assertThat(Samples.deviation(new double[] {2, 4, 4, 4, 5, 5, 7, 9}))
                .isCloseTo(2.13809, within(1e-5));
        assertThat(Samples.deviation(new double[] {3})).isZero();
    }

    @Test
    void readsTheSystemsLine() {
        assertThat(PeakMemory.parse("VmHWM:\t   34512 kB")).isEqualTo(34512 * 1024);
    }
}
