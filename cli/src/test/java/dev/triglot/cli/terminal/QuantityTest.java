package dev.triglot.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "999949, 999.9 kB",
        "999951, 1.0 MB",
        "98400000, 98.4 MB",
        "3800000000, 3.8 GB",
        "9223372036854775807, 9223372.0 TB"
    })
    void bytesHaveDecimalUnits(long count, String expected) {
        assertThat(Quantity.bytes(count)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"12, 12", "1500, 1.5 K", "134515008, 134.5 M", "7000000000, 7.0 B"})
    void countsHaveTheFieldsUnits(long count, String expected) {
        assertThat(Quantity.count(count)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0:00", "7.4, 0:07", "59.6, 1:00", "3599, 59:59", "3753, 1:02:33"})
    void durationsReadAsClocks(double seconds, String expected) {
        assertThat(Quantity.duration(seconds)).isEqualTo(expected);
    }
}
