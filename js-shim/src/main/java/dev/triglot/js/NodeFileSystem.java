package dev.triglot.js;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.graalvm.polyglot.io.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * What the loader of ES modules sees: real files, the modules that the runtime brings, and CommonJS
 * modules dressed as ES modules.
 *
 * <p>The loader asks for a bare specifier without saying who imports it, but always names the
 * importing file just before (DefaultESModuleLoader.resolveImportedModule); {@link
 * #parsePath(String)} remembers that one. {@code ModulesTest} would fail if that changed.
 */
final class NodeFileSystem implements FileSystem {
    private static final Pattern META =
            Pattern.compile("import\\.meta\\.(?:dirname|filename|resolve|main)\\b");
    private static final Pattern MODULE_SYNTAX =
            Pattern.compile("(?m)^\\s*(?:import\\b\\s*(?:[\\w*{\"'$]|\\{)|export\\b\\s*[\\w*{])");

    private final FileSystem files;
    private final Bundle bundle;
    private final ModuleResolver resolver;
    private final Map<Path, MissingModule> missing = new HashMap<>();

    /** The texts of modules that were read, which tell what a missing one was to export. */
    private final List<String> importers = new ArrayList<>();

    private final Map<Path, String> overlays = new HashMap<>();
    private @Nullable CommonJs commonJs;
    private @Nullable Path importer;

    /** The other loader. */
    interface CommonJs {
        /** Loads a module and tells the names that it exports. */
        Iterable<String> exportedNames(String path);
    }

    NodeFileSystem(FileSystem files, Bundle bundle) {
        this.files = files;
        this.bundle = bundle;
        this.resolver = new ModuleResolver(files, bundle);
    }

    void connect(CommonJs loader) {
        commonJs = loader;
    }

    ModuleResolver resolver() {
        return resolver;
    }

    /** Lets a module be at a path where no file is, such as the text of {@code -e}. */
    void overlay(Path path, String text) {
        overlays.put(path, text);
    }

    /** Whether a file is an ES module, by its name, its package or its syntax. */
    boolean isModule(Path path) {
        if (resolver.isModule(path) || overlays.containsKey(path)) {
            return true;
        }
        if (!path.toString().endsWith(".js") || bundle.contains(path)) {
            return false;
        }
        try {
            return MODULE_SYNTAX.matcher(realText(path)).find();
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    private String realText(Path path) throws IOException {
        try (SeekableByteChannel channel = files.newByteChannel(path, Set.of())) {
            return new String(
                    Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The files without what is made up here. */
    FileSystem files() {
        return files;
    }

    @Override
    public Path parsePath(URI uri) {
        return "file".equals(uri.getScheme()) ? files.parsePath(uri) : imported(uri.toString());
    }

    @Override
    public Path parsePath(String path) {
        if (path.isEmpty() || path.startsWith(".")) {
            return files.parsePath(path);
        }
        Path parsed = files.parsePath(path);
        if (parsed.isAbsolute()) {
            importer = parsed.getParent();
            return parsed;
        }
        return imported(path);
    }

    private Path imported(String specifier) {
        Path folder = importer == null ? toAbsolutePath(Path.of("")) : importer;
        try {
            return resolver.resolve(specifier, folder, true);
        } catch (ModuleResolver.NotResolved notResolved) {
            Path made = bundle.made("missing-" + missing.size() + ".mjs");
            missing.put(
                    made,
                    new MissingModule(
                            notResolved.code, String.valueOf(notResolved.getMessage()), specifier));
            return made;
        }
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return new BytesChannel(moduleText(path).getBytes(StandardCharsets.UTF_8));
    }

    /** The text of an ES module; a module that cannot be had is one that throws Node's error. */
    String moduleText(Path path) throws IOException {
        String overlay = overlays.get(path);
        if (overlay != null) {
            return prepared(overlay);
        }
        MissingModule unresolved = missing.get(path);
        if (unresolved != null) {
            return unresolved.text(importers);
        }
        if (bundle.contains(path)) {
            return path.toString().endsWith(".mjs") ? bundle.read(path) : dressed(path);
        }
        String text;
        try {
            text = realText(path);
        } catch (NoSuchFileException e) {
            return unreadable("Cannot find module '" + path + "'", path);
        } catch (IOException | SecurityException e) {
            return unreadable("Cannot read module '" + path + "': " + e, path);
        }
        String name = path.toString();
        if (name.endsWith(".json")) {
            return text;
        }
        return resolver.isModule(path)
                        || (name.endsWith(".js") && MODULE_SYNTAX.matcher(text).find())
                ? prepared(text)
                : dressed(path);
    }

    /**
     * Blanks a shebang, and gives {@code import.meta} what Node's has; lines stay where they are.
     */
    private String prepared(String text) {
        importers.add(text);
        String script = text.startsWith("#!") ? "//" + text : text;
        return META.matcher(script).find()
                ? "globalThis[Symbol.for('triglot.modules')].meta(import.meta);" + script
                : script;
    }

    private String unreadable(String message, Path path) {
        String name = String.valueOf(path.getFileName());
        return new MissingModule("ERR_MODULE_NOT_FOUND", message, name).text(importers);
    }

    private String dressed(Path path) {
        if (commonJs == null) {
            throw new IllegalStateException("the CommonJS loader is not there yet");
        }
        StringBuilder text =
                new StringBuilder("const m = globalThis[Symbol.for('triglot.modules')]");
        text.append(".take(").append(quoted(path.toString())).append(");\n");
        text.append("export default m;\n");
        int i = 0;
        for (String name : commonJs.exportedNames(path.toString())) {
            if (!name.equals("default")) {
                text.append("const m")
                        .append(++i)
                        .append(" = m[")
                        .append(quoted(name))
                        .append("];\n");
                text.append("export {m")
                        .append(i)
                        .append(" as ")
                        .append(quoted(name))
                        .append("};\n");
            }
        }
        return text.toString();
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\' || c == 0x2028 || c == 0x2029) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    @Override
    public Path toRealPath(Path path, LinkOption... options) throws IOException {
        if (bundle.contains(path) || overlays.containsKey(path)) {
            return path;
        }
        try {
            return files.toRealPath(path, options);
        } catch (SecurityException e) {
            throw new NoSuchFileException(path.toString());
        }
    }

    @Override
    public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... options)
            throws IOException {
        if (bundle.contains(path) || overlays.containsKey(path)) {
            return;
        }
        try {
            files.checkAccess(path, modes, options);
        } catch (SecurityException e) {
            throw new NoSuchFileException(path.toString());
        }
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
            throws IOException {
        if (bundle.contains(path) || overlays.containsKey(path)) {
            return Map.of("isRegularFile", true, "isDirectory", false);
        }
        try {
            return files.readAttributes(path, attributes, options);
        } catch (SecurityException e) {
            throw new NoSuchFileException(path.toString());
        }
    }

    @Override
    public Path toAbsolutePath(Path path) {
        try {
            return files.toAbsolutePath(path);
        } catch (SecurityException e) {
            // Where no file may be seen there is no working folder either.
            return Path.of("/").toAbsolutePath().resolve(path).normalize();
        }
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
        files.createDirectory(path, attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        files.delete(path);
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        files.copy(source, target, options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        files.move(source, target, options);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
        return files.newDirectoryStream(path, filter);
    }

    @Override
    public void setCurrentWorkingDirectory(Path path) {
        files.setCurrentWorkingDirectory(path);
    }

    @Override
    public String getSeparator() {
        return files.getSeparator();
    }

    @Override
    public Path getTempDirectory() {
        return files.getTempDirectory();
    }

    /** Bytes in memory as a channel that can only be read. */
    private static final class BytesChannel implements SeekableByteChannel {
        private final ByteBuffer bytes;

        BytesChannel(byte[] bytes) {
            this.bytes = ByteBuffer.wrap(bytes);
        }

        @Override
        public int read(ByteBuffer target) {
            if (!bytes.hasRemaining()) {
                return -1;
            }
            int count = Math.min(bytes.remaining(), target.remaining());
            target.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            return count;
        }

        @Override
        public int write(ByteBuffer source) {
            throw new NonWritableChannelException();
        }

        @Override
        public long position() {
            return bytes.position();
        }

        @Override
        public SeekableByteChannel position(long position) {
            bytes.position((int) Math.min(position, bytes.limit()));
            return this;
        }

        @Override
        public long size() {
            return bytes.limit();
        }

        @Override
        public SeekableByteChannel truncate(long size) {
            throw new NonWritableChannelException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
