package dev.triglot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random texts, with the ids that other implementations give. */
class SmallVocabulariesTest {
    @ParameterizedTest
    @CsvSource({"gptj, gptj", "gptj-raw, gptj", "mpt, mpt", "llama, llama"})
    void givesTheIdsOfTheModelsOwnTokenizer(String vocabulary, String ids) {
        Tokenizer tokenizer = Tokenizers.of(TestData.vocabulary("small/" + vocabulary + ".gguf"));
        List<String> texts = TestData.texts("small/texts.txt");
        List<String> expected = TestData.lines("small/" + ids + ".txt");
        assertThat(expected).hasSameSizeAs(texts);
        boolean parseSpecial = !vocabulary.equals("llama");
        for (int i = 0; i < texts.size(); i++) {
            assertThat(tokenizer.encode(texts.get(i), false, parseSpecial))
                    .as("text %d: %s", i, texts.get(i))
                    .isEqualTo(TestData.ints(expected.get(i)));
        }
    }
}
