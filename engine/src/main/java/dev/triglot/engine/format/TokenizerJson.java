package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads tokenizer.json: BPE over bytes, or over characters with a fallback to bytes. */
final class TokenizerJson {
    private static final int MAX_MERGES = 1 << 20;
    private static final String BLOCK = "\u2581";

    private final Path file;
    private final JsonNode root;
    private final JsonNode model;

    TokenizerJson(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
        this.model = root.path("model");
    }

    JsonNode postProcessor() {
        return root.path("post_processor");
    }

    /** Whether its tokens are bytes in printable form. */
    boolean isByteLevel() {
        return mentions(root.path("pre_tokenizer"), "ByteLevel")
                || mentions(root.path("decoder"), "ByteLevel");
    }

    private static boolean mentions(JsonNode node, String type) {
        if (node.path("type").asStringOpt().orElse("").equals(type)) {
            return true;
        }
        for (String steps : List.of("pretokenizers", "decoders", "normalizers")) {
            for (JsonNode step : node.path(steps)) {
                if (step.path("type").asStringOpt().orElse("").equals(type)) {
                    return true;
                }
            }
        }
        return false;
    }

    void read(CheckpointVocabulary vocabulary, List<String> warnings) {
        String type = model.path("type").asStringOpt().orElse("BPE");
        boolean byteLevel = isByteLevel();
        if (!type.equals("BPE") || !(byteLevel || model.path("byte_fallback").asBoolean(false))) {
            throw new UnsupportedModelException(
                    "%s: vocabularies of kind %s are not read; BPE over bytes or with byte_fallback is"
                            .formatted(file, Quoted.quote(type)));
        }
        List<String[]> merges = merges();
        if (byteLevel) {
            vocabulary.key("pre", MetadataValue.text(PreTokenizerNames.of(file, root)));
            merges.forEach(pair -> vocabulary.merge(pair[0], pair[1]));
            if (!root.path("normalizer").isNull() && !root.path("normalizer").isMissingNode()) {
                warnings.add(
                        "tokenizer.json normalizes texts (%s); they are taken as they are"
                                .formatted(
                                        Quoted.escape(
                                                root.path("normalizer")
                                                        .path("type")
                                                        .asStringOpt()
                                                        .orElse("?"))));
            }
        } else {
            vocabulary.key("add_space_prefix", MetadataValue.flag(addsSpacePrefix()));
            vocabulary.key("remove_extra_whitespaces", MetadataValue.flag(false));
        }
        readTokens(vocabulary, byteLevel, byteLevel ? Map.of() : scores(merges));
        for (JsonNode added : root.path("added_tokens")) {
            JsonNode id = added.path("id");
            String text = added.path("content").asStringOpt().orElse("");
            if (!isId(id) || text.isEmpty()) {
                throw error("added_tokens", "an entry has no id or no content");
            }
            if (!byteLevel && id.longValue() == vocabulary.find(unknownToken())) {
                continue;
            }
            vocabulary.addedToken(id.longValue(), text, added.path("special").asBoolean(false));
        }
    }

    private String unknownToken() {
        return model.path("unk_token").asStringOpt().orElse("");
    }

    private void readTokens(
            CheckpointVocabulary vocabulary, boolean byteLevel, Map<String, Float> scores) {
        if (!model.path("vocab").isObject() || model.path("vocab").isEmpty()) {
            throw error("model.vocab", "is missing or empty");
        }
        for (Map.Entry<String, JsonNode> entry : model.path("vocab").properties()) {
            String text = entry.getKey();
            if (!isId(entry.getValue())) {
                throw error("model.vocab", "token %s has no id".formatted(Quoted.quote(text)));
            }
            TokenType type = TokenType.NORMAL;
            if (!byteLevel && text.equals(unknownToken())) {
                type = TokenType.UNKNOWN;
            } else if (!byteLevel
                    && ByteToken.matches(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
                type = TokenType.BYTE;
            }
            // What no merge makes is joined last; single characters are never joined.
            float score = byteLevel ? 0 : scores.getOrDefault(text, -(float) MAX_MERGES);
            vocabulary.token(entry.getValue().longValue(), text, type, score);
        }
    }

    /** The earlier a pair is merged, the higher its token's score. */
    private static Map<String, Float> scores(List<String[]> merges) {
        Map<String, Float> scores = new HashMap<>();
        for (int rank = 0; rank < merges.size(); rank++) {
            scores.putIfAbsent(merges.get(rank)[0] + merges.get(rank)[1], (float) -rank);
        }
        return scores;
    }

    private static boolean isId(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong();
    }

    private List<String[]> merges() {
        JsonNode list = model.path("merges");
        if (!list.isArray() || list.size() > MAX_MERGES) {
            throw error("model.merges", "is no list of up to %d merges".formatted(MAX_MERGES));
        }
        List<String[]> merges = new ArrayList<>(list.size());
        for (JsonNode entry : list) {
            String[] pair =
                    entry.isArray()
                            ? new String[] {
                                entry.path(0).asStringOpt().orElse(""),
                                entry.path(1).asStringOpt().orElse("")
                            }
                            : split(entry.asStringOpt().orElse(""));
            if (pair.length != 2 || pair[0].isEmpty() || pair[1].isEmpty()) {
                throw error(
                        "model.merges",
                        "entry %d is no pair of two parts".formatted(merges.size()));
            }
            merges.add(pair);
        }
        return merges;
    }

    private static String[] split(String text) {
        int space = text.indexOf(' ', 1);
        return space < 0
                ? new String[0]
                : new String[] {text.substring(0, space), text.substring(space + 1)};
    }

    /** By a normalizer that prepends a block, or by a pre-tokenizer that does. */
    private boolean addsSpacePrefix() {
        JsonNode pre = root.path("pre_tokenizer");
        if (pre.path("type").asStringOpt().orElse("").equals("Metaspace")) {
            String scheme = pre.path("prepend_scheme").asStringOpt().orElse("");
            return scheme.isEmpty()
                    ? pre.path("add_prefix_space").asBoolean(true)
                    : !scheme.equals("never");
        }
        JsonNode normalizer = root.path("normalizer");
        if (prepends(normalizer)) {
            return true;
        }
        for (JsonNode step : normalizer.path("normalizers")) {
            if (prepends(step)) {
                return true;
            }
        }
        return false;
    }

    private static boolean prepends(JsonNode step) {
        return step.path("type").asStringOpt().orElse("").equals("Prepend")
                && step.path("prepend").asStringOpt().orElse("").equals(BLOCK);
    }

    private ModelFormatException error(String key, String problem) {
        return new ModelFormatException(file, "key " + key, problem);
    }
}
