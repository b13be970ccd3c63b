package dev.triglot.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.EditDistance;
import dev.triglot.engine.error.InvalidArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "smollm2", "smollm2-135m", "phi-3.5_mini", "0"})
    void areModels(String name) {
        Names.requireModelName(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "..", "a..b", "-a", "a-", "a.", "A", "a b", "a/b", "a\\b", "a:b", "a\n",
                "nul", "com1", "lpt9.x", "\u00e9", "~", "a\u0000"
            })
    void areNoModels(String name) {
        assertThatThrownBy(() -> Names.requireModelName(name))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "a/b", "a\\b", ".a", "a.", "CON.gguf", "a:b", "a b", "a\n"})
    void areNoFiles(String name) {
        assertThatThrownBy(() -> Names.requireFileName(name))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void haveALimit() {
        Names.requireModelName("a".repeat(64));
        Names.requireFileName("a".repeat(200));
        assertThatThrownBy(() -> Names.requireModelName("a".repeat(65)))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> Names.requireFileName("a".repeat(201)))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void areMadeFitForMessages() {
        assertThat(Names.quote("a\n\u001b[31mb\u2028")).isEqualTo("'a\\u000a\\u001b[31mb\\u2028'");
        assertThat(Names.quote("x".repeat(1000))).hasSizeLessThan(140).endsWith("...'");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "9999, 9999 bytes",
        "10000, 10.0 kB",
        "98362432, 98.4 MB",
        "999949999, 999.9 MB",
        "999950000, 1.0 GB",
        "9223372036854775807, 9.2 EB",
    })
    void writesSizes(long bytes, String text) {
        assertThat(ByteCount.text(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"'', '', 0", "a, '', 1", "kitten, sitting, 3", "abc, abc, 0", "ab, ba, 2"})
    void measuresDistances(String a, String b, int distance) {
        assertThat(EditDistance.of(a, b)).isEqualTo(distance);
    }
}
