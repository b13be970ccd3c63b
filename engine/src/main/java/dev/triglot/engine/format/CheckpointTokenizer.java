package dev.triglot.engine.format;

import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.model.TokenizerSpec.SpecialIds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The vocabulary and the chat template of a checkpoint.
 *
 * @param spec null where the folder has no vocabulary
 */
record CheckpointTokenizer(@Nullable TokenizerSpec spec, @Nullable String chatTemplate) {
    /** What tokenizer_config.json calls a role, and GGUF's name for it. */
    private static final Map<String, String> ROLES = new LinkedHashMap<>();

    static {
        ROLES.put("bos", "bos");
        ROLES.put("eos", "eos");
        ROLES.put("unk", "unknown");
        ROLES.put("sep", "seperator"); // GGUF's spelling
        ROLES.put("pad", "padding");
    }

    /**
     * Reads whatever of the usual files the folder has.
     *
     * @param vocabSize rows of the embedding; 0 where they are not known
     */
    static CheckpointTokenizer read(
            Path folder, Metadata config, int vocabSize, List<String> warnings) {
        Path configFile = folder.resolve("tokenizer_config.json");
        JsonNode tokenizerConfig = CheckpointJson.readOrMissing(configFile);
        String template = ChatTemplateFiles.read(folder, tokenizerConfig, warnings);
        CheckpointVocabulary vocabulary = new CheckpointVocabulary(vocabSize);
        Path jsonFile = folder.resolve("tokenizer.json");
        JsonNode json = CheckpointJson.readIfThere(jsonFile);
        TokenizerJson tokenizer = json == null ? null : new TokenizerJson(jsonFile, json);
        Path pieces = folder.resolve("tokenizer.model");
        boolean sentencePiece;
        if (Files.exists(pieces) && (tokenizer == null || !tokenizer.isByteLevel())) {
            SentencePieceModel.read(pieces, vocabulary, warnings);
            readAdded(folder, vocabulary);
            sentencePiece = true;
        } else if (tokenizer != null) {
            tokenizer.read(vocabulary, warnings);
            sentencePiece = !tokenizer.isByteLevel();
        } else {
            JsonNode vocab = CheckpointJson.readIfThere(folder.resolve("vocab.json"));
            if (vocab == null) {
                warnings.add("the folder has no vocabulary; it cannot be given texts");
                return new CheckpointTokenizer(null, template);
            }
            VocabularyFiles.read(folder, vocab, vocabulary);
            sentencePiece = false;
        }
        readAddedTokensDecoder(tokenizerConfig, vocabulary, sentencePiece);
        readSpecial(folder, config, tokenizerConfig, tokenizer, vocabulary);
        if (vocabulary.beyond() > 0) {
            warnings.add(
                    "%d tokens have no row in the embedding and are left out"
                            .formatted(vocabulary.beyond()));
        }
        Path named = json == null ? sentencePiece ? pieces : folder : jsonFile;
        TokenizerSpec spec =
                new GgufTokenizer(new Metadata(named, vocabulary.keys(sentencePiece)), warnings)
                        .read();
        if (spec == null) {
            throw new IllegalStateException("a vocabulary without a kind");
        }
        return new CheckpointTokenizer(withEnds(spec, ends(folder, config)), template);
    }

    private static void readAdded(Path folder, CheckpointVocabulary vocabulary) {
        JsonNode added = CheckpointJson.readOrMissing(folder.resolve("added_tokens.json"));
        for (Map.Entry<String, JsonNode> entry : added.properties()) {
            if (entry.getValue().canConvertToLong()) {
                vocabulary.addedToken(entry.getValue().longValue(), entry.getKey(), false);
            }
        }
    }

    /** What tokenizer_config.json says of added tokens; byte-level ones are in tokenizer.json. */
    private static void readAddedTokensDecoder(
            JsonNode tokenizerConfig, CheckpointVocabulary vocabulary, boolean sentencePiece) {
        for (Map.Entry<String, JsonNode> entry :
                tokenizerConfig.path("added_tokens_decoder").properties()) {
            String text = entry.getValue().path("content").asStringOpt().orElse("");
            String id = entry.getKey();
            boolean plain =
                    !id.isEmpty()
                            && id.length() < 10
                            && id.chars().allMatch(c -> c >= '0' && c <= '9');
            if (sentencePiece && plain && !text.isEmpty()) {
                vocabulary.addedToken(
                        Long.parseLong(id),
                        text,
                        entry.getValue().path("special").asBoolean(false));
            }
        }
    }

    private static void readSpecial(
            Path folder,
            Metadata config,
            JsonNode tokenizerConfig,
            @Nullable TokenizerJson tokenizer,
            CheckpointVocabulary vocabulary) {
        JsonNode map = CheckpointJson.readOrMissing(folder.resolve("special_tokens_map.json"));
        ROLES.forEach((role, name) -> {
            String text = text(tokenizerConfig.path(role + "_token"));
            text = text == null ? text(map.path(role + "_token")) : text;
            String number = role + "_token_id";
            int id = vocabulary.find(text);
            if (id >= 0 && !role.equals("unk")) {
                vocabulary.markSpecial(text);
            }
            if (id < 0 && config.values().get(number) instanceof MetadataValue.Whole whole) {
                id = Math.clamp(whole.bits(), -1, Integer.MAX_VALUE);
            }
            if (id >= 0) {
                vocabulary.key(name + "_token_id", MetadataValue.uint32(id));
            }
        });
        JsonNode post =
                tokenizer == null
                        ? tools.jackson.databind.node.MissingNode.getInstance()
                        : tokenizer.postProcessor();
        putAdds(tokenizerConfig, post, "bos", 0, vocabulary);
        putAdds(tokenizerConfig, post, "eos", -1, vocabulary);
    }

    /** Whether a role's token is added: as a flag says, else as the post-processor's template. */
    private static void putAdds(
            JsonNode tokenizerConfig,
            JsonNode post,
            String role,
            int position,
            CheckpointVocabulary vocabulary) {
        JsonNode flag = tokenizerConfig.path("add_" + role + "_token");
        String key = "add_" + role + "_token";
        if (flag.isBoolean()) {
            vocabulary.key(key, MetadataValue.flag(flag.booleanValue()));
            return;
        }
        String token = text(tokenizerConfig.path(role + "_token"));
        Boolean adds = templateAdds(post, token, position);
        for (JsonNode step : post.path("processors")) {
            Boolean stepAdds = templateAdds(step, token, position);
            if (stepAdds != null) {
                adds = stepAdds || Boolean.TRUE.equals(adds);
            }
        }
        if (adds != null) {
            vocabulary.key(key, MetadataValue.flag(adds));
        }
    }

    private static @Nullable Boolean templateAdds(
            JsonNode post, @Nullable String token, int position) {
        return switch (post.path("type").asStringOpt().orElse("")) {
            case "ByteLevel" -> false;
            case "TemplateProcessing" -> {
                JsonNode single = post.path("single");
                int at = position < 0 ? single.size() - 1 : position;
                String id =
                        single.path(at).path("SpecialToken").path("id").asStringOpt().orElse("");
                yield !id.isEmpty() && (token == null || id.equals(token));
            }
            default -> null;
        };
    }

    /** A token's text, written as a string or as an object with one. */
    private static @Nullable String text(JsonNode node) {
        return node.isObject()
                ? node.path("content").asStringOpt().orElse(null)
                : node.asStringOpt().orElse(null);
    }

    /** The ids that end a generation besides those that a vocabulary shows. */
    private static TreeSet<Integer> ends(Path folder, Metadata config) {
        TreeSet<Integer> ids = new TreeSet<>();
        for (Path file : List.of(folder.resolve("generation_config.json"), config.file())) {
            JsonNode eos = CheckpointJson.readOrMissing(file).path("eos_token_id");
            if (eos.isArray()) {
                eos.forEach(id -> add(id, ids));
            } else {
                add(eos, ids);
            }
        }
        return ids;
    }

    private static void add(JsonNode id, TreeSet<Integer> ids) {
        if (id.isIntegralNumber() && id.canConvertToInt() && ids.size() < 64) {
            ids.add(id.intValue());
        }
    }

    private static TokenizerSpec withEnds(TokenizerSpec spec, TreeSet<Integer> ends) {
        SpecialIds s = spec.specialIds();
        TreeSet<Integer> eog = new TreeSet<>(ends);
        eog.removeIf(id -> id < 0 || id >= spec.size());
        for (int id : s.eog()) {
            eog.add(id);
        }
        SpecialIds ids =
                new SpecialIds(
                        s.bos(),
                        s.eos(),
                        s.eot(),
                        s.unknown(),
                        s.separator(),
                        s.padding(),
                        eog.stream().mapToInt(Integer::intValue).toArray());
        return new TokenizerSpec(
                spec.algorithm(),
                spec.preTokenizer(),
                spec.tokens(),
                spec.tokenText(),
                spec.scores(),
                spec.types(),
                spec.merges(),
                ids,
                spec.addBos(),
                spec.addEos(),
                spec.addSpacePrefix(),
                spec.removeExtraWhitespaces());
    }
}
