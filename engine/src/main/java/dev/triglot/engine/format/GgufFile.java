package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A GGUF model in one file or several. */
public final class GgufFile extends ModelFile {
    private static final int MAX_SHARDS = 99_999;

    private final GgufReader.Gguf first;
    private final List<Tensor> tensors;

    private GgufFile(
            Arena arena, List<MappedFile> files, GgufReader.Gguf first, List<Tensor> tensors) {
        super(arena, files);
        this.first = first;
        this.tensors = List.copyOf(tensors);
    }

    /**
     * @param file any file of the model
     * @param arena where further files are mapped
     */
    static GgufFile open(MappedFile file, Arena arena) {
        GgufReader.Gguf gguf = GgufReader.read(file);
        int count = shardCount(gguf.metadata());
        if (count <= 1) {
            return new GgufFile(arena, List.of(file), gguf, gguf.tensors());
        }
        int number = shardNumber(gguf.metadata(), count);
        ShardName name = ShardName.parse(file.path(), number, count);
        if (number != 0) {
            file = name.map(0, arena);
            gguf = GgufReader.read(file);
        }
        return openShards(file, gguf, name, arena);
    }

    private static GgufFile openShards(
            MappedFile first, GgufReader.Gguf gguf, ShardName name, Arena arena) {
        List<MappedFile> files = new ArrayList<>();
        List<Tensor> tensors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < name.count(); i++) {
            MappedFile file = i == 0 ? first : name.map(i, arena);
            GgufReader.Gguf shard = i == 0 ? gguf : GgufReader.read(file);
            int count = shardCount(shard.metadata());
            if (count != name.count() || shardNumber(shard.metadata(), count) != i) {
                throw shard.metadata()
                        .error(
                                "split.no",
                                "the file says that it is another shard than number %d of %d: fetch the model again"
                                        .formatted(i + 1, name.count()));
            }
            for (Tensor tensor : shard.tensors()) {
                if (!names.add(tensor.name())) {
                    throw new ModelFormatException(
                            file.path(),
                            "tensor " + Quoted.escape(tensor.name()),
                            "occurs in an earlier shard too");
                }
            }
            files.add(file);
            tensors.addAll(shard.tensors());
        }
        String key = "split.tensors.count";
        int expected = gguf.metadata().integer(key, 0, Integer.MAX_VALUE, tensors.size());
        if (expected != tensors.size()) {
            throw gguf.metadata()
                    .error(
                            key,
                            "is %d, but the %d files have %d tensors together"
                                    .formatted(expected, files.size(), tensors.size()));
        }
        return new GgufFile(arena, files, gguf, tensors);
    }

    private static int shardCount(Metadata metadata) {
        return metadata.integer("split.count", 0, MAX_SHARDS, 0);
    }

    private static int shardNumber(Metadata metadata, int count) {
        return metadata.integer("split.no", 0, count - 1);
    }

    @Override
    public String format() {
        return "GGUF v" + first.version();
    }

    @Override
    public String recognizedBy() {
        return "it begins with the letters GGUF and version " + first.version();
    }

    @Override
    public Metadata metadata() {
        return first.metadata();
    }

    @Override
    public List<Tensor> tensors() {
        return tensors;
    }

    @Override
    ModelDescription describe() {
        return new GgufDescription(this).describe();
    }

    @Override
    public ModelDescription vocabularyDescription() {
        return new GgufDescription(this).describeVocabulary();
    }
}
