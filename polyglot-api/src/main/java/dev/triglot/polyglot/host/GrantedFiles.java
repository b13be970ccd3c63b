package dev.triglot.polyglot.host;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.io.FileSystem;

/**
 * Shows some files and folders, to be read only. Everything else seems not to exist: whether it
 * does is not the script's business. Links are followed first, so that none leads out.
 */
final class GrantedFiles implements FileSystem {
    private final FileSystem all = FileSystem.newDefaultFileSystem();
    private final List<Path> roots;

    /**
     * @param roots real paths
     */
    GrantedFiles(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    private Path granted(Path path) throws IOException {
        try {
            Path real = all.toRealPath(path);
            if (roots.stream().anyMatch(real::startsWith)) {
                return real;
            }
        } catch (IOException | SecurityException e) {
            // As below: the reason would tell something.
        }
        throw new NoSuchFileException(path.toString());
    }

    private static IOException readOnly(Path path) {
        return new AccessDeniedException(path.toString());
    }

    @Override
    public Path parsePath(URI uri) {
        return all.parsePath(uri);
    }

    @Override
    public Path parsePath(String path) {
        return all.parsePath(path);
    }

    @Override
    public void setCurrentWorkingDirectory(Path folder) {
        all.setCurrentWorkingDirectory(folder);
    }

    @Override
    public Path toAbsolutePath(Path path) {
        return all.toAbsolutePath(path);
    }

    @Override
    public Path toRealPath(Path path, LinkOption... options) throws IOException {
        return granted(path);
    }

    @Override
    public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... options)
            throws IOException {
        Path real = granted(path);
        if (modes.contains(AccessMode.WRITE) || modes.contains(AccessMode.EXECUTE)) {
            throw readOnly(path);
        }
        all.checkAccess(real, modes);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        if (!Set.of(StandardOpenOption.READ).containsAll(options)) {
            throw readOnly(path);
        }
        return all.newByteChannel(granted(path), options);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
        return all.newDirectoryStream(granted(folder), filter);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
            throws IOException {
        return all.readAttributes(granted(path), attributes);
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        throw readOnly(folder);
    }

    @Override
    public void delete(Path path) throws IOException {
        throw readOnly(path);
    }
}
