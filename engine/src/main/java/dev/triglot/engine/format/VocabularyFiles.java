package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads vocab.json, merges.txt and added_tokens.json: a byte-level BPE with GPT-2's rules. */
final class VocabularyFiles {
    private static final int MAX_MERGES = 1 << 20;

    private VocabularyFiles() {}

    static void read(Path folder, JsonNode vocab, CheckpointVocabulary vocabulary) {
        Path vocabFile = folder.resolve("vocab.json");
        for (Map.Entry<String, JsonNode> entry : vocab.properties()) {
            vocabulary.token(id(vocabFile, entry), entry.getKey(), TokenType.NORMAL, 0);
        }
        Path addedFile = folder.resolve("added_tokens.json");
        JsonNode added = CheckpointJson.readOrMissing(addedFile);
        for (Map.Entry<String, JsonNode> entry : added.properties()) {
            vocabulary.addedToken(id(addedFile, entry), entry.getKey(), false);
        }
        readMerges(folder.resolve("merges.txt"), vocabulary);
        vocabulary.key("pre", MetadataValue.text("gpt-2"));
    }

    private static long id(Path file, Map.Entry<String, JsonNode> entry) {
        if (!entry.getValue().isIntegralNumber() || !entry.getValue().canConvertToLong()) {
            throw new ModelFormatException(
                    file, "token " + Quoted.quote(entry.getKey()), "has no id");
        }
        return entry.getValue().longValue();
    }

    private static void readMerges(Path file, CheckpointVocabulary vocabulary) {
        int number = 0;
        for (String line : new String(CheckpointJson.read(file), UTF_8).split("\n", -1)) {
            number++;
            String merge = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            if (merge.isEmpty() || (number == 1 && merge.startsWith("#version"))) {
                continue;
            }
            int space = merge.indexOf(' ', 1);
            if (space < 0 || space == merge.length() - 1) {
                throw new ModelFormatException(
                        file,
                        "line " + number,
                        "is %s, expected two parts with a space between them"
                                .formatted(Quoted.quote(merge)));
            }
            if (vocabulary.mergeCount() == MAX_MERGES) {
                throw new ModelFormatException(
                        file, "line " + number, "has more than %d merges".formatted(MAX_MERGES));
            }
            vocabulary.merge(merge.substring(0, space), merge.substring(space + 1));
        }
    }
}
