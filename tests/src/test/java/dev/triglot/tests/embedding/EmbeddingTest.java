package dev.triglot.tests.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.triglot.engine.EmbeddingListener;
import dev.triglot.engine.EmbeddingOptions;
import dev.triglot.engine.EmbeddingOptions.LongTextMode;
import dev.triglot.engine.EmbeddingResult;
import dev.triglot.engine.EngineInfo;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.InvalidStateException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Vectors of all three architectures against transformers; see embedding_vectors.py. */
class EmbeddingTest {
    /** Kernels that round activations to 8 bits are further away. */
    private static final float TOLERANCE = EngineInfo.kernels().equals("reference") ? 1e-3f : 1e-2f;

    private static final JsonNode RECORDS =
            new ObjectMapper()
                    .readTree(Path.of("src/test/resources/embeddings/vectors.json").toFile());

    private static LanguageModel open(String name) {
        return LanguageModel.open(
                Path.of("src/test/resources/fixtures/gguf", name, name + "-f16.gguf"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gptj-mini", "llama-mini", "mpt-mini"})
    void equalsTransformers(String name) {
        int compared = 0;
        try (LanguageModel model = open(name)) {
            for (JsonNode record : RECORDS) {
                if (!record.get("model").asString().equals(name)) {
                    continue;
                }
                List<Integer> sizes = new ArrayList<>();
                EmbeddingResult result =
                        model.embed(
                                List.of(record.get("text").asString()),
                                options(record),
                                new EmbeddingListener() {
                                    @Override
                                    public boolean onChunks(List<Integer> chunkTokens) {
                                        sizes.addAll(chunkTokens);
                                        return true;
                                    }
                                });
                List<Integer> expectedSizes = new ArrayList<>();
                record.get("chunks").forEach(size -> expectedSizes.add(size.asInt()));
                assertThat(sizes).isEqualTo(expectedSizes);
                JsonNode vector = record.get("vector");
                assertThat(result.dimensionality()).isEqualTo(vector.size());
                for (int i = 0; i < vector.size(); i++) {
                    assertThat(result.vectors()[i])
                            .as("%s, number %d", record.get("text"), i)
                            .isCloseTo((float) vector.get(i).asDouble(), within(TOLERANCE));
                }
                compared++;
            }
        }
        assertThat(compared).isEqualTo(12);
    }

    private static EmbeddingOptions options(JsonNode record) {
        return new EmbeddingOptions(
                record.get("prefix").asString(),
                record.get("dimensionality").asInt(),
                LongTextMode.valueOf(record.get("mode").asString().toUpperCase(Locale.ROOT)),
                record.get("context").asInt());
    }

    @Test
    void textsTogetherAreTextsAlone() {
        try (LanguageModel model = open("llama-mini")) {
            float[] together = model.embed(List.of("a river", "the king")).vectors();
            float[] second = model.embed(List.of("the king")).vectors();
            assertThat(Arrays.copyOfRange(together, second.length, together.length))
                    .isEqualTo(second);
        }
    }

    @Test
    void badRequestsSayWhatIsWrong() {
        try (LanguageModel model = open("gptj-mini")) {
            assertThatThrownBy(() -> model.embed(List.of("a", "")))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("text 1");
            assertThatThrownBy(() ->
                            model.embed(
                                    List.of("a"),
                                    EmbeddingOptions.DEFAULT.withDimensionality(257),
                                    EmbeddingListener.NONE))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("256");
            assertThatThrownBy(() ->
                            model.embed(
                                    List.of("a"),
                                    EmbeddingOptions.DEFAULT.withContextLength(8),
                                    EmbeddingListener.NONE))
                    .isInstanceOf(InvalidArgumentException.class);
        }
    }

    @Test
    void aListenerCancelsBeforeAndDuringTheWork() {
        try (LanguageModel model = open("mpt-mini")) {
            assertThatThrownBy(() ->
                            model.embed(
                                    List.of("a"),
                                    EmbeddingOptions.DEFAULT,
                                    new EmbeddingListener() {
                                        @Override
                                        public boolean onChunks(List<Integer> chunkTokens) {
                                            return false;
                                        }
                                    }))
                    .isInstanceOfSatisfying(
                            InvalidStateException.class,
                            e -> assertThat(e.code()).isEqualTo("cancelled"));
            assertThatThrownBy(() ->
                            model.embed(
                                    List.of("a"),
                                    EmbeddingOptions.DEFAULT,
                                    new EmbeddingListener() {
                                        @Override
                                        public boolean isCancelled() {
                                            return true;
                                        }
                                    }))
                    .isInstanceOf(InvalidStateException.class);
        }
    }
}
