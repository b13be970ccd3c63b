package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.ModelNotFoundException;
import dev.triglot.engine.error.UnsupportedModelException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The weights of a checkpoint: one safetensors file, or several that an index lists.
 *
 * @param assignments tensor to file name, as the index has it; empty without one
 */
record CheckpointFiles(Path folder, List<MappedFile> weights, Map<String, String> assignments) {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final String SUFFIX = ".safetensors";
    private static final int MAX_FILES = 4096;

    /**
     * Finds and maps the weights.
     *
     * @param path a folder, or a safetensors file in one
     */
    static CheckpointFiles find(Path path, Arena arena) {
        if (Files.isDirectory(path)) {
            return inFolder(path, arena);
        }
        Path parent = path.toAbsolutePath().getParent();
        Path folder = parent == null ? path.toAbsolutePath() : parent;
        JsonNode index = CheckpointJson.readIfThere(folder.resolve(INDEX));
        String name = String.valueOf(path.getFileName());
        if (index != null) {
            Map<String, String> files = assignments(folder.resolve(INDEX), index);
            if (files.containsValue(name)) {
                return mapped(folder, files, arena);
            }
        }
        return new CheckpointFiles(folder, List.of(MappedFile.map(path, arena)), Map.of());
    }

    private static CheckpointFiles inFolder(Path folder, Arena arena) {
        JsonNode index = CheckpointJson.readIfThere(folder.resolve(INDEX));
        if (index != null) {
            return mapped(folder, assignments(folder.resolve(INDEX), index), arena);
        }
        Path single = folder.resolve(SINGLE);
        if (!Files.exists(single)) {
            single = onlyWeights(folder);
        }
        return new CheckpointFiles(folder, List.of(MappedFile.map(single, arena)), Map.of());
    }

    private static CheckpointFiles mapped(
            Path folder, Map<String, String> assignments, Arena arena) {
        List<MappedFile> weights = new ArrayList<>();
        for (String name : new TreeSet<>(assignments.values())) {
            try {
                weights.add(MappedFile.map(folder.resolve(name), arena));
            } catch (ModelNotFoundException missing) {
                throw new ModelNotFoundException(
                        "%s: this part of the model, which %s lists, is missing: fetch it into the same folder"
                                .formatted(folder.resolve(name), INDEX));
            }
        }
        return new CheckpointFiles(folder, weights, assignments);
    }

    /** The index's map, each name checked to be one of a file in the same folder. */
    private static Map<String, String> assignments(Path index, JsonNode node) {
        Map<String, String> files = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : node.path("weight_map").properties()) {
            String where = "tensor " + Quoted.escape(entry.getKey());
            String name = entry.getValue().asStringOpt().orElse("");
            if (!isWeightsFile(name)) {
                throw new ModelFormatException(
                        index,
                        where,
                        "is said to be in %s, which is no safetensors file of the same folder"
                                .formatted(Quoted.quote(name)));
            }
            files.put(entry.getKey(), name);
        }
        if (files.isEmpty()) {
            throw new ModelFormatException(index, "weight_map", "names no file");
        }
        if (new TreeSet<>(files.values()).size() > MAX_FILES) {
            throw new ModelFormatException(
                    index, "weight_map", "names more than %d files".formatted(MAX_FILES));
        }
        return Collections.unmodifiableMap(files);
    }

    private static boolean isWeightsFile(String name) {
        return name.endsWith(SUFFIX)
                && Quoted.isName(name)
                && name.indexOf('/') < 0
                && name.indexOf('\\') < 0
                && !name.startsWith(".")
                && isForThisSystem(name);
    }

    /** Not every string can be a file's name: half a surrogate pair cannot. */
    private static boolean isForThisSystem(String name) {
        try {
            return !Path.of(name).toString().isEmpty();
        } catch (InvalidPathException unfit) {
            return false;
        }
    }

    private static Path onlyWeights(Path folder) {
        List<Path> found = new ArrayList<>();
        @Nullable Path pickle = null;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(SUFFIX)) {
                    found.add(file);
                } else if (name.endsWith(".bin") || name.endsWith(".pt") || name.endsWith(".pth")) {
                    pickle = file;
                }
            }
        } catch (IOException | DirectoryIteratorException problem) {
            throw new ModelFormatException(
                    folder, "folder", "cannot be read: " + problem.getMessage(), problem);
        }
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.size() > 1) {
            throw new ModelFormatException(
                    folder,
                    "folder",
                    "has %d safetensors files, but neither %s nor %s: name one of them"
                            .formatted(found.size(), SINGLE, INDEX));
        }
        if (pickle != null) {
            throw new UnsupportedModelException(pickle + ": this is " + FileKind.PICKLE.refusal());
        }
        throw new ModelFormatException(
                folder,
                "folder",
                "is a directory without %s: name a checkpoint's folder, or the model file inside it"
                        .formatted(SINGLE));
    }
}
