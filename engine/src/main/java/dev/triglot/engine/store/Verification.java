package dev.triglot.engine.store;

import java.nio.file.Path;

/**
 * The result of hashing a stored file.
 *
 * @param expected the catalog's SHA-256
 * @param found the file's SHA-256; 64 hexadecimal digits in lower case as the other
 */
public record Verification(CatalogModel model, Path file, String expected, String found) {
    public boolean ok() {
        return expected.equals(found);
    }
}
