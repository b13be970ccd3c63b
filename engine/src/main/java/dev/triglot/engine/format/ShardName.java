package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.ModelNotFoundException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The names of a split model's files: {@code NAME-00001-of-00003.gguf}, counted from 1.
 *
 * @param prefix NAME
 * @param count number of files
 */
record ShardName(Path folder, String prefix, int count) {
    /**
     * Takes a name apart.
     *
     * @param number what the file itself says, from 0
     * @throws ModelFormatException if the name is not as the file's metadata asks for, since then
     *     its siblings cannot be found
     */
    static ShardName parse(Path path, int number, int count) {
        Path fileName = path.getFileName();
        String name = fileName == null ? "" : fileName.toString();
        String suffix = suffix(number, count);
        if (!name.endsWith(suffix)) {
            throw new ModelFormatException(
                    path,
                    "key split.count",
                    "this is file %d of %d of a split model, whose name must end in \"%s\": give all its files their original names"
                            .formatted(number + 1, count, suffix));
        }
        Path folder = path.toAbsolutePath().getParent();
        return new ShardName(
                folder == null ? path : folder,
                name.substring(0, name.length() - suffix.length()),
                count);
    }

    /** The path of file {@code number}, counted from 0. */
    Path sibling(int number) {
        return folder.resolve(prefix + suffix(number, count));
    }

    MappedFile map(int number, Arena arena) {
        try {
            return MappedFile.map(sibling(number), arena);
        } catch (ModelNotFoundException missing) {
            throw new ModelNotFoundException(
                    "%s: file %d of %d of a split model is missing: fetch it into the same folder"
                            .formatted(sibling(number), number + 1, count));
        }
    }

    private static String suffix(int number, int count) {
        return String.format(Locale.ROOT, "-%05d-of-%05d.gguf", number + 1, count);
    }
}
