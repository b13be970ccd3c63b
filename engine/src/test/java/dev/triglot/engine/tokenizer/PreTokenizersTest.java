package dev.triglot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.UnsupportedModelException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreTokenizersTest {
    private static final List<String> FILES =
            List.of(
                    "afmoe",
                    "bailingmoe",
                    "bloom",
                    "chameleon",
                    "deepseek-coder",
                    "deepseek-llm",
                    "deepseek-v3",
                    "exaone-moe",
                    "falcon",
                    "gpt-2",
                    "gpt-4o",
                    "jais-2",
                    "laguna",
                    "llama-bpe",
                    "minicpm5",
                    "qwen2",
                    "qwen35",
                    "seed-coder",
                    "smollm",
                    "superbpe",
                    "tekken",
                    "ufakzeka",
                    "viking",
                    "youtu");

    private static final int LONG = 1_000_000;

    static List<String> files() {
        return FILES;
    }

    /** One name for each rule. */
    private static List<String> rules() {
        Set<Splitter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return PreTokenizers.all().entrySet().stream()
                .filter(entry -> seen.add(entry.getValue().splitter()))
                .map(Map.Entry::getKey)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void cutsAsTheModelsExpressionsDo(String file) {
        List<String> texts = TestData.texts("pre-tokenizers/texts.txt");
        List<String> lines = TestData.lines("pre-tokenizers/" + file + ".txt");
        for (String name : lines.getFirst().split(" ", -1)) {
            PreTokenizer rule = PreTokenizers.named(name);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(lengths(rule, texts.get(i)))
                        .as("%s, text %d: %s", name, i, texts.get(i))
                        .isEqualTo(TestData.ints(lines.get(i + 1)));
            }
        }
    }

    @Test
    void everyNameHasVectors() {
        Set<String> named = new TreeSet<>();
        for (String file : FILES) {
            String names = TestData.lines("pre-tokenizers/" + file + ".txt").getFirst();
            named.addAll(List.of(names.split(" ", -1)));
        }
        assertThat(named).isEqualTo(PreTokenizers.all().keySet());
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> PreTokenizers.named("brand-new"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("tokenizer.ggml.pre")
                .hasMessageContaining("'brand-new'")
                .hasMessageContaining("llama-bpe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "A",
                "\u5B57",
                " ",
                "\n",
                "\u3000",
                "7",
                "\u0301",
                "-",
                "\uD83E\uDD99",
                "\r\n",
                "a ",
                "'s"
            })
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void longRunsTakeLinearTimeAndNothingIsLost(String unit) {
        // The character at the end is one that a rule may have to go back from.
        for (String end : List.of("", "\u5B57")) {
            ClassifiedText text = new ClassifiedText(unit.repeat(LONG / unit.length()) + end);
            for (String rule : rules()) {
                int[] at = {0};
                PreTokenizers.named(rule)
                        .split(
                                text,
                                (from, to) -> {
                                    if (from != at[0] || to <= from) {
                                        throw new AssertionError(rule + ": gap at " + at[0]);
                                    }
                                    at[0] = to;
                                });
                assertThat(at[0]).as(rule).isEqualTo(text.length());
            }
        }
    }

    private static int[] lengths(PreTokenizer rule, String text) {
        IntList lengths = new IntList();
        rule.split(new ClassifiedText(text), (from, to) -> lengths.add(to - from));
        return lengths.toArray();
    }
}
