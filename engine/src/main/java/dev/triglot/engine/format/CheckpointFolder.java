package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.ModelNotFoundException;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A checkpoint as Hugging Face's libraries save it: a folder with config.json, safetensors and the
 * files of a tokenizer. {@link #tensors} and {@link #metadata} (config.json) are as stored; the
 * description has the tensors in our order.
 */
public final class CheckpointFolder extends ModelFile {
    private final Path folder;
    private final Metadata config;
    private final List<Tensor> tensors;
    private final Map<String, String> others;

    private CheckpointFolder(
            Arena arena,
            CheckpointFiles files,
            Metadata config,
            List<Tensor> tensors,
            Map<String, String> others) {
        super(arena, files.weights());
        this.folder = files.folder();
        this.config = config;
        this.tensors = List.copyOf(tensors);
        this.others = others;
    }

    /**
     * Opens a checkpoint.
     *
     * @param path the folder, or a safetensors file in it
     */
    static CheckpointFolder open(Path path, Arena arena) {
        CheckpointFiles files = CheckpointFiles.find(path, arena);
        Path configFile = files.folder().resolve("config.json");
        JsonNode config = CheckpointJson.readIfThere(configFile);
        if (config == null) {
            throw new ModelNotFoundException(
                    configFile
                            + ": is missing: safetensors hold weights alone, config.json says what model they are");
        }
        List<Tensor> tensors = new ArrayList<>();
        Map<String, String> others = new LinkedHashMap<>();
        Map<String, String> fileOf = new HashMap<>();
        for (MappedFile file : files.weights()) {
            SafeTensors.Contents contents = SafeTensors.read(file);
            String fileName = String.valueOf(file.path().getFileName());
            for (Tensor tensor : contents.tensors()) {
                if (fileOf.put(tensor.name(), fileName) != null) {
                    throw new ModelFormatException(
                            file.path(),
                            "tensor " + Quoted.escape(tensor.name()),
                            "occurs in an earlier file too");
                }
            }
            tensors.addAll(contents.tensors());
            others.putAll(contents.others());
        }
        files.assignments()
                .forEach((name, file) -> {
                    if (!others.containsKey(name) && !file.equals(fileOf.get(name))) {
                        throw new ModelFormatException(
                                files.folder().resolve(file),
                                "tensor " + Quoted.escape(name),
                                "is missing, though the index lists it here");
                    }
                });
        return new CheckpointFolder(
                arena, files, JsonMetadata.of(configFile, config), tensors, others);
    }

    Path folder() {
        return folder;
    }

    /** Name to dtype and shape of what has no type of ours. */
    Map<String, String> others() {
        return others;
    }

    @Override
    public String format() {
        return paths().size() == 1
                ? "safetensors checkpoint"
                : "safetensors checkpoint in %d files".formatted(paths().size());
    }

    @Override
    public String recognizedBy() {
        return "it is a folder with config.json and safetensors files";
    }

    /** What config.json says; keys of inner objects are joined with dots. */
    @Override
    public Metadata metadata() {
        return config;
    }

    @Override
    public List<Tensor> tensors() {
        return tensors;
    }

    @Override
    ModelDescription describe() {
        return new CheckpointDescription(this).describe();
    }

    @Override
    public ModelDescription vocabularyDescription() {
        return new CheckpointDescription(this).describeVocabulary();
    }
}
