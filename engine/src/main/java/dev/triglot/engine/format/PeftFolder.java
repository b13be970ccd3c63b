package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.ModelNotFoundException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An adapter as PEFT saves it: a folder with adapter_config.json and adapter_model.safetensors. It
 * holds no model, so there is no {@link #description}; {@link LoraFile} describes it.
 */
final class PeftFolder extends ModelFile {
    static final String CONFIG = "adapter_config.json";
    static final String WEIGHTS = "adapter_model.safetensors";
    private static final String PICKLED = "adapter_model.bin";

    private final Path folder;
    private final Metadata config;
    private final SafeTensors.Contents contents;

    private PeftFolder(Arena arena, MappedFile weights, Path folder, Metadata config) {
        super(arena, List.of(weights));
        this.folder = folder;
        this.config = config;
        this.contents = SafeTensors.read(weights);
    }

    /**
     * The folder of the adapter that a path names, by the folder or by the file in it; null if it
     * names none. A checkpoint may lie beside an adapter: then the folder is the checkpoint's.
     */
    static @Nullable Path find(Path path) {
        boolean inside = WEIGHTS.equals(String.valueOf(path.getFileName()));
        Path folder = inside ? path.toAbsolutePath().getParent() : path;
        if (folder == null || !Files.isRegularFile(folder.resolve(CONFIG))) {
            return null;
        }
        return inside || !Files.exists(folder.resolve("config.json")) ? folder : null;
    }

    static PeftFolder open(Path folder, Arena arena) {
        Path weights = folder.resolve(WEIGHTS);
        if (!Files.exists(weights)) {
            Path pickled = folder.resolve(PICKLED);
            throw Files.exists(pickled)
                    ? new UnsupportedModelException(
                            pickled + ": this is " + FileKind.PICKLE.refusal())
                    : new ModelNotFoundException(weights + ": is missing beside " + CONFIG);
        }
        Path configFile = folder.resolve(CONFIG);
        JsonNode config = CheckpointJson.readIfThere(configFile);
        if (config == null) {
            throw new ModelFormatException(configFile, "file", "has gone");
        }
        return new PeftFolder(
                arena, MappedFile.map(weights, arena), folder, JsonMetadata.of(configFile, config));
    }

    Path folder() {
        return folder;
    }

    /** Name to dtype and shape of what has no type or no shape of ours. */
    Map<String, String> others() {
        return contents.others();
    }

    @Override
    public String format() {
        return "PEFT adapter";
    }

    @Override
    public String recognizedBy() {
        return "it is a folder with %s and %s".formatted(CONFIG, WEIGHTS);
    }

    /** What adapter_config.json says; keys of inner objects are joined with dots. */
    @Override
    public Metadata metadata() {
        return config;
    }

    @Override
    public List<Tensor> tensors() {
        return contents.tensors();
    }

    @Override
    ModelDescription describe() {
        throw LoraFile.noModel(path());
    }

    @Override
    public ModelDescription vocabularyDescription() {
        throw LoraFile.noModel(path());
    }
}
