package dev.triglot.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StreamAnswerTest {
    private static String tinyModel() throws URISyntaxException {
        var resource = StreamAnswerTest.class.getResource("/tiny-llama.gguf");
        return Path.of(Objects.requireNonNull(resource).toURI()).toString();
    }

    @Test
    void printsAnAnswerAndItsTimings() throws URISyntaxException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            StreamAnswer.main(new String[] {tinyModel(), "Who was in the garden?"});
        } finally {
            System.setOut(before);
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("\\((STOP|LENGTH); \\d+ tokens, \\d+\\.\\d a second\\)");
    }
}
