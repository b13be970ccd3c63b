package dev.triglot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.model.TokenizerSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors that llama.cpp publishes with its vocabularies. */
class PublishedVocabulariesTest {
    private static final String SEPARATOR = "\n__ggml_vocab_test__\n";

    @ParameterizedTest
    @ValueSource(strings = {"gpt-2", "llama-spm", "mpt"})
    void givesThePublishedIds(String name) {
        String file = "ggml-vocab-" + name + ".gguf";
        check(
                TestData.vocabulary(file),
                new String(TestData.bytes(file + ".inp"), StandardCharsets.UTF_8),
                TestData.lines(file + ".out"));
    }

    /** More of them, from the folder that -Dtriglot.fixtures names, where it is given. */
    @TestFactory
    Stream<DynamicTest> givesThePublishedIdsOfFurtherVocabularies() throws IOException {
        String fixtures = System.getProperty("triglot.fixtures", "");
        Path folder = Path.of(fixtures, "tokenizers");
        if (fixtures.isEmpty() || !Files.isDirectory(folder)) {
            return Stream.empty();
        }
        List<Path> vocabularies;
        try (Stream<Path> files = Files.list(folder)) {
            vocabularies = files.filter(f -> Files.exists(beside(f, ".out"))).sorted().toList();
        }
        return vocabularies.stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                file.getFileName().toString(),
                                () ->
                                        check(
                                                GgufVocabulary.read(file),
                                                Files.readString(beside(file, ".inp")),
                                                Files.readAllLines(beside(file, ".out")))));
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private static void check(TokenizerSpec spec, String inputs, List<String> outputs) {
        Tokenizer tokenizer = Tokenizers.of(spec);
        String[] texts = inputs.split(SEPARATOR, -1);
        assertThat(texts).hasSizeGreaterThanOrEqualTo(outputs.size());
        for (int i = 0; i < outputs.size(); i++) {
            assertThat(tokenizer.encode(texts[i], false, false))
                    .as("text %s", texts[i])
                    .isEqualTo(TestData.ints(outputs.get(i)));
        }
    }
}
