package dev.triglot.engine.store;

import dev.triglot.engine.io.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Small made-up models and stores that hold them. */
final class TestModels {
    static final String NAME = "tiny";

    private TestModels() {}

    static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    static CatalogModel model(byte[] content, Source... sources) {
        return model(content.length, sha256(content), sources);
    }

    static CatalogModel model(long size, String sha256, Source... sources) {
        return new CatalogModel(
                NAME,
                List.of("tiny-alias"),
                "",
                "Tiny.Q4_1.gguf",
                size,
                sha256,
                "MIT",
                List.of(sources));
    }

    static String sha256(byte[] content) {
        MessageDigest digest = Sha256.digest();
        digest.update(content);
        return Sha256.hex(digest);
    }

    /** Pauses are short; everything else is as usual. */
    static StoreOptions.Builder options() {
        return StoreOptions.builder().firstPause(Duration.ofMillis(1)).retries(3);
    }

    static ModelStore store(Path folder, CatalogModel model) {
        return store(folder, model, options());
    }

    static ModelStore store(Path folder, CatalogModel model, StoreOptions.Builder options) {
        return new ModelStore(folder, new Catalog(model.name(), List.of(model)), options.build());
    }

    /** The names of all files and folders of the model, sorted. */
    static List<String> filesOf(ModelStore store) throws IOException {
        Path directory = store.folder().resolve(NAME);
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !file.equals(directory))
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
