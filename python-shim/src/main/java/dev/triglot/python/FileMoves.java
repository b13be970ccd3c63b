package dev.triglot.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/**
 * Renames files for contexts that may do anything: the file system that Truffle puts in front of an
 * embedder's refuses atomic moves, and with them Python's {@code os.rename} and {@code os.replace}.
 */
public final class FileMoves {
    FileMoves() {}

    /**
     * Renames as POSIX does, over an existing file.
     *
     * @return null, {@code "missing"} where there is no source, or what else went wrong
     */
    @HostAccess.Export
    public @Nullable String move(String source, String target) {
        try {
            Files.move(
                    Path.of(source),
                    Path.of(target),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return null;
        } catch (NoSuchFileException _) {
            return "missing";
        } catch (IOException | RuntimeException e) {
            return e.toString();
        }
    }
}
