package dev.triglot.engine.format;

import dev.triglot.engine.error.UnsupportedModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * From the rules that tokenizer.json spells out to GGUF's names for them. Only the rules count, not
 * what the model is called.
 */
final class PreTokenizerNames {
    private static final String GPT2 =
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
    private static final String TIKTOKEN =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|%s|"
                    + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String LLAMA3 = TIKTOKEN.formatted("\\p{N}{1,3}");
    private static final String QWEN2 = TIKTOKEN.formatted("\\p{N}");
    private static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String TEKKEN =
            "[^\\r\\n\\p{L}\\p{N}]?%1$s*%2$s+|[^\\r\\n\\p{L}\\p{N}]?%1$s+%2$s*|\\p{N}|"
                            .formatted(UPPER, LOWER)
                    + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String GPT4O =
            ("[^\\r\\n\\p{L}\\p{N}]?%1$s*%2$s+%3$s|[^\\r\\n\\p{L}\\p{N}]?%1$s+%2$s*%3$s|"
                                    + "\\p{N}{1,3}|")
                            .formatted(UPPER, LOWER, "(?i:'s|'t|'re|'ve|'m|'ll|'d)?")
                    + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    /** Rules to the name where merges decide, and the one where whole words come first. */
    private static final Map<List<String>, List<String>> NAMES =
            Map.of(
                    List.of(GPT2), List.of("gpt-2", ""),
                    List.of("digit", GPT2), List.of("smollm", ""),
                    List.of(LLAMA3), List.of("smaug-bpe", "llama-bpe"),
                    List.of(QWEN2), List.of("qwen2", ""),
                    List.of(TEKKEN), List.of("", "tekken"),
                    List.of(GPT4O), List.of("gpt-4o", ""));

    private PreTokenizerNames() {}

    /**
     * The name of a tokenizer.json's rules.
     *
     * @throws UnsupportedModelException if there is none: a wrong rule would change what the model
     *     reads without a sign of it
     */
    static String of(Path file, JsonNode tokenizer) {
        List<String> rules = new ArrayList<>();
        collect(tokenizer.path("pre_tokenizer"), rules);
        boolean wholeWords = tokenizer.path("model").path("ignore_merges").asBoolean(false);
        String name = NAMES.getOrDefault(rules, List.of("", "")).get(wholeWords ? 1 : 0);
        if (name.equals("gpt-2")
                && tokenizer
                        .path("normalizer")
                        .path("type")
                        .asStringOpt()
                        .orElse("")
                        .equals("NFC")) {
            return "mpt"; // the same rules, with a normalizer
        }
        if (name.isEmpty()) {
            throw new UnsupportedModelException(
                    "%s: pre_tokenizer: the rules %s%s have no name that is known"
                            .formatted(
                                    file,
                                    Quoted.escape(rules.toString()),
                                    wholeWords ? " with whole words first" : ""));
        }
        return name;
    }

    private static void collect(JsonNode node, List<String> rules) {
        switch (node.path("type").asStringOpt().orElse("")) {
            case "Sequence" -> {
                for (JsonNode step : node.path("pretokenizers")) {
                    collect(step, rules);
                }
            }
            case "ByteLevel" -> {
                if (node.path("use_regex").asBoolean(true)) {
                    rules.add(GPT2);
                }
            }
            case "Digits" ->
                    rules.add(node.path("individual_digits").asBoolean(false) ? "digit" : "digits");
            case "Split" -> {
                String regex = node.path("pattern").path("Regex").asStringOpt().orElse("?");
                boolean isolated =
                        node.path("behavior").asStringOpt().orElse("").equals("Isolated");
                boolean inverted =
                        node.path("behavior").asStringOpt().orElse("").equals("Removed")
                                && node.path("invert").asBoolean(false);
                rules.add(isolated || inverted ? canonical(regex) : "? " + regex);
            }
            case "" -> {}
            default -> rules.add("? " + node.path("type").asStringOpt().orElse(""));
        }
    }

    /** Equal rules that are written in another way. */
    private static String canonical(String regex) {
        String plain =
                regex.replace(
                        "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])",
                        "(?i:'s|'t|'re|'ve|'m|'ll|'d)");
        return plain.equals("\\p{N}") || plain.equals("\\d") ? "digit" : plain;
    }
}
