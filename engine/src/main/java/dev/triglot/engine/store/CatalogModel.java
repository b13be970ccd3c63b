package dev.triglot.engine.store;

import dev.triglot.engine.error.InvalidArgumentException;
import java.util.List;

/**
 * What the catalog knows about one model.
 *
 * @param name the name it is asked for by, and of its folder in the store
 * @param aliases other names
 * @param description one line
 * @param file name of the file in the store, without a folder
 * @param size exact size in bytes
 * @param sha256 SHA-256 of the file, 64 hexadecimal digits in lower case
 * @param license SPDX identifier
 * @param sources where to fetch it, best first
 */
public record CatalogModel(
        String name,
        List<String> aliases,
        String description,
        String file,
        long size,
        String sha256,
        String license,
        List<Source> sources) {
    public CatalogModel {
        Names.requireModelName(name);
        aliases = List.copyOf(aliases);
        aliases.forEach(Names::requireModelName);
        Names.requireFileName(file);
        if (size <= 0) {
            throw new InvalidArgumentException("size must be positive, not " + size);
        }
        Names.requireSha256(sha256);
        sources = List.copyOf(sources);
        if (sources.isEmpty()) {
            throw new InvalidArgumentException("model " + name + " has no source");
        }
    }
}
