package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.ModelNotFoundException;
import dev.triglot.engine.format.LegacyReader.Legacy;
import dev.triglot.engine.tensor.Tensor;
import dev.triglot.engine.tensor.TensorData;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Large LLaMA models of early 2023 were cut into files {@code NAME}, {@code NAME.1}, and so on, as
 * the checkpoints were for as many graphics cards. Each file has the whole header and vocabulary,
 * all vectors, and of every matrix a part of the columns or of the rows.
 */
final class LegacyParts {
    /** Eight were made. */
    private static final int MAX_PARTS = 64;

    private static final Pattern NUMBERED = Pattern.compile("(.+)\\.([1-9][0-9]?)");
    private static final String EMBEDDINGS = "tok_embeddings.weight";

    private LegacyParts() {}

    /** How many files the model has: of the embedding, each has as large a part of the columns. */
    static int count(Legacy file) {
        if (file.dialect().model() != LegacyModel.LLAMA) {
            return 1;
        }
        long width = file.header().integer("n_embd", 1, Integer.MAX_VALUE);
        for (Tensor tensor : file.tensors()) {
            long columns = tensor.shape().columns();
            if (tensor.name().equals(EMBEDDINGS) && columns > 0 && width % columns == 0) {
                return (int) Math.min(width / columns, MAX_PARTS + 1);
            }
        }
        return 1;
    }

    /** Maps all files, the first one first, whichever of them is given. */
    static List<MappedFile> map(MappedFile file, int count, Arena arena) {
        if (count > MAX_PARTS) {
            throw new ModelFormatException(
                    file.path(),
                    "tensor " + EMBEDDINGS,
                    "is too narrow: the model would be in more than %d files".formatted(MAX_PARTS));
        }
        Path first = first(file.path(), count);
        List<MappedFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Path path = i == 0 ? first : first.resolveSibling(first.getFileName() + "." + i);
            files.add(path.equals(file.path()) ? file : map(path, i, count, arena));
        }
        return files;
    }

    private static MappedFile map(Path path, int index, int count, Arena arena) {
        try {
            return MappedFile.map(path, arena);
        } catch (ModelNotFoundException missing) {
            throw new ModelNotFoundException(
                    "%s: file %d of %d of a split model is missing: fetch it into the same folder"
                            .formatted(path, index + 1, count));
        }
    }

    private static Path first(Path path, int count) {
        Matcher name = NUMBERED.matcher(String.valueOf(path.getFileName()));
        if (!name.matches() || Integer.parseInt(name.group(2)) >= count) {
            return path;
        }
        Path first = path.resolveSibling(name.group(1));
        return Files.exists(first) ? first : path;
    }

    /** Whole tensors, in the first file's order; nothing is copied. */
    static List<Tensor> joinAll(Path file, List<Legacy> parts) {
        List<Tensor> joined = new ArrayList<>();
        for (int i = 0; i < parts.getFirst().tensors().size(); i++) {
            List<Tensor> pieces = new ArrayList<>();
            for (Legacy part : parts) {
                pieces.add(part.tensors().get(i));
            }
            joined.add(join(file, pieces));
        }
        return List.copyOf(joined);
    }

    /** Checks that the files fit together. */
    static void check(List<MappedFile> files, List<Legacy> parts) {
        Legacy first = parts.getFirst();
        for (int i = 1; i < parts.size(); i++) {
            Legacy part = parts.get(i);
            Path path = files.get(i).path();
            if (part.dialect() != first.dialect()
                    || !part.header().values().equals(first.header().values())
                    || part.tensors().size() != first.tensors().size()) {
                throw new ModelFormatException(
                        path, "file", "is no part of the same model as " + files.getFirst().path());
            }
            for (int t = 0; t < part.tensors().size(); t++) {
                Tensor here = part.tensors().get(t);
                Tensor there = first.tensors().get(t);
                if (!here.name().equals(there.name())
                        || here.type() != there.type()
                        || !here.shape().equals(there.shape())) {
                    throw new ModelFormatException(
                            path,
                            "tensor " + Quoted.escape(here.name()),
                            "does not fit tensor %s of the first file"
                                    .formatted(Quoted.escape(there.name())));
                }
            }
        }
    }

    private static Tensor join(Path file, List<Tensor> pieces) {
        Tensor first = pieces.getFirst();
        if (first.shape().dimensions().length == 1) {
            return first;
        }
        int count = pieces.size();
        List<MemorySegment> data = pieces.stream().map(Tensor::data).toList();
        boolean byColumns = splitByColumns(first.name());
        long[] dimensions = first.shape().dimensions();
        dimensions[byColumns ? 0 : 1] *= count;
        TensorPlacement.Entry whole =
                TensorPlacement.entry(
                        file, first.name(), first.type(), dimensions, first.fileOffset());
        return new Tensor(
                whole.name(),
                whole.type(),
                whole.shape(),
                whole.offset(),
                byColumns ? new TensorData.SplitColumns(data) : new TensorData.SplitRows(data));
    }

    /** What the model's own parallel layers split: inputs of what adds up, outputs of the rest. */
    private static boolean splitByColumns(String name) {
        return name.equals(EMBEDDINGS)
                || name.endsWith(".attention.wo.weight")
                || name.endsWith(".feed_forward.w2.weight");
    }
}
