package dev.triglot.engine.format;

import dev.triglot.engine.format.LegacyReader.Legacy;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * A model of LLaMA, GPT-J or MPT from before GGUF, that is, of the spring and summer of 2023.
 *
 * <p>Old block layouts are weight types of their own, which the kernels repack as they repack all
 * others: reading such a file takes no more time and memory than reading GGUF. The matrices of a
 * model in several files are joined one by one when they are repacked.
 */
public final class LegacyFile extends ModelFile {
    private final List<Legacy> parts;
    private final List<Tensor> tensors;

    private LegacyFile(Arena arena, List<MappedFile> files, List<Legacy> parts) {
        super(arena, files);
        this.parts = parts;
        this.tensors =
                parts.size() == 1 ? parts.getFirst().tensors() : LegacyParts.joinAll(path(), parts);
    }

    /**
     * @param file any file of the model
     * @param arena where further files are mapped
     */
    static LegacyFile open(MappedFile file, Arena arena) {
        Legacy legacy = LegacyReader.read(file);
        int count = LegacyParts.count(legacy);
        if (count == 1) {
            return new LegacyFile(arena, List.of(file), List.of(legacy));
        }
        List<MappedFile> files = LegacyParts.map(file, count, arena);
        List<Legacy> parts = new ArrayList<>();
        for (MappedFile part : files) {
            parts.add(part.equals(file) ? legacy : LegacyReader.read(part));
        }
        LegacyParts.check(files, parts);
        return new LegacyFile(arena, files, List.copyOf(parts));
    }

    Legacy first() {
        return parts.getFirst();
    }

    int partCount() {
        return parts.size();
    }

    @Override
    public String format() {
        LegacyDialect dialect = first().dialect();
        return dialect.model() == LegacyModel.LLAMA
                ? dialect.label()
                : dialect.label() + ", quantization v" + first().blocks().number();
    }

    @Override
    public String recognizedBy() {
        return first().dialect().recognizedBy();
    }

    /** The header's fields, by the names that the original programs gave them. */
    @Override
    public Metadata metadata() {
        return first().header();
    }

    @Override
    public List<Tensor> tensors() {
        return tensors;
    }

    @Override
    ModelDescription describe() {
        return new LegacyDescription(this).describe();
    }

    @Override
    public ModelDescription vocabularyDescription() {
        return new LegacyDescription(this).describeVocabulary();
    }
}
