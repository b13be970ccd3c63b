package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads JSON of checkpoints: nobody vouches for it, so size, depth and numbers are bounded. */
final class CheckpointJson {
    /** Twice the largest tokenizer.json in use. */
    static final int MAX_BYTES = 64 << 20;

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 64;
    private static final int MAX_TEXT_LENGTH = 4 << 20;
    private static final int MAX_NAME_LENGTH = 4096;

    private static final ObjectReader READER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxNumberLength(MAX_NUMBER_LENGTH)
                                                    .maxStringLength(MAX_TEXT_LENGTH)
                                                    .maxNameLength(MAX_NAME_LENGTH)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .build()
                    .reader();

    private CheckpointJson() {}

    /**
     * Reads an object of a folder's file.
     *
     * @return null where there is no such file
     */
    static @Nullable JsonNode readIfThere(Path file) {
        return Files.exists(file) ? parse(file, "file", read(file)) : null;
    }

    /** As {@link #readIfThere}, with an object without properties where there is no file. */
    static JsonNode readOrMissing(Path file) {
        JsonNode node = readIfThere(file);
        return node == null ? MissingNode.getInstance() : node;
    }

    /** The bytes of a small file. */
    static byte[] read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new ModelFormatException(file, "file", "is no regular file");
            }
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new ModelFormatException(
                        file, "file", "has %d bytes, allowed are %d".formatted(size, MAX_BYTES));
            }
            try (var in = Files.newInputStream(file)) {
                return in.readNBytes(MAX_BYTES);
            }
        } catch (IOException problem) {
            throw new ModelFormatException(
                    file, "file", "cannot be read: " + problem.getMessage(), problem);
        }
    }

    /**
     * Parses one object.
     *
     * @param where for messages, such as {@code header}
     */
    static JsonNode parse(Path file, String where, byte[] json) {
        try {
            JsonNode node = READER.readTree(json);
            if (!node.isObject()) {
                throw new ModelFormatException(file, where, "is no JSON object");
            }
            return node;
        } catch (JacksonException problem) {
            throw new ModelFormatException(
                    file,
                    where,
                    "is no sound JSON: " + Quoted.escape(problem.getOriginalMessage()),
                    problem);
        }
    }
}
