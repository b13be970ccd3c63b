package dev.triglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {
    @Test
    void readsTheFirstProcessorsValues() {
        List<String> lines = List.of("model name\t: One CPU", "flags\t\t: fpu avx2", "flags : x");
        assertThat(Processor.value(lines, "model name", "?")).isEqualTo("One CPU");
        assertThat(Processor.value(lines, "flags", "?")).isEqualTo("fpu avx2");
        assertThat(Processor.value(lines, "Features", "?")).isEqualTo("?");
    }

    @Test
    void alwaysSaysSomething() {
        assertThat(Processor.describe()).contains("processors");
    }
}
