package dev.triglot.js;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.io.FileSystem;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Node's resolution of module specifiers (<a href="https://nodejs.org/api/esm.html">ES modules</a>,
 * <a href="https://nodejs.org/api/modules.html">CommonJS</a>): relative and absolute paths, {@code
 * node_modules} folders, {@code main}, {@code exports} and {@code imports} with conditions, and the
 * modules that the runtime brings.
 */
final class ModuleResolver {
    private static final List<String> EXTENSIONS = List.of(".js", ".json", ".cjs", ".mjs");

    private final FileSystem files;
    private final Bundle bundle;
    private final Map<Path, JsonNode> packages = new HashMap<>();

    ModuleResolver(FileSystem files, Bundle bundle) {
        this.files = files;
        this.bundle = bundle;
    }

    /** Loaded when the first package.json is read, which most short scripts do without. */
    private static final class Json {
        static final JsonMapper MAPPER = JsonMapper.builder().build();
    }

    /** A specifier that leads nowhere; code and message are Node's. */
    static final class NotResolved extends Exception {
        private static final long serialVersionUID = 1L;

        final String code;

        NotResolved(String code, String message) {
            super(message);
            this.code = code;
        }
    }

    /**
     * Finds the file of a module.
     *
     * @param folder where the asking module lies
     * @param asImport whether an ES module asks: exact file names, condition {@code import}
     */
    Path resolve(String specifier, Path folder, boolean asImport) throws NotResolved {
        Path found = find(specifier, folder, asImport);
        try {
            return bundle.contains(found) ? found : files.toRealPath(found);
        } catch (IOException | SecurityException e) {
            throw notFound(specifier, folder, asImport);
        }
    }

    private Path find(String specifier, Path folder, boolean asImport) throws NotResolved {
        Path builtIn = bundle.builtIn(specifier);
        if (builtIn != null) {
            return builtIn;
        }
        if (specifier.startsWith("node:") || Bundle.isNodeOnly(specifier)) {
            throw new NotResolved(
                    "ERR_UNKNOWN_BUILTIN_MODULE", "No such built-in module: " + specifier);
        }
        if (specifier.startsWith("file:")) {
            return exact(Path.of(withoutQuery(specifier)), specifier, folder, asImport);
        }
        if (specifier.startsWith("./")
                || specifier.startsWith("../")
                || specifier.startsWith("/")
                || specifier.equals(".")
                || specifier.equals("..")
                || Path.of(specifier).isAbsolute()) {
            return exact(folder.resolve(specifier).normalize(), specifier, folder, asImport);
        }
        if (specifier.startsWith("#")) {
            return internal(specifier, folder, asImport);
        }
        return inPackage(specifier, folder, asImport);
    }

    private static URI withoutQuery(String url) {
        URI uri = URI.create(url);
        return uri.getQuery() == null && uri.getFragment() == null
                ? uri
                : Path.of(uri.getPath()).toUri();
    }

    private Path exact(Path path, String specifier, Path folder, boolean asImport)
            throws NotResolved {
        Path found = asImport ? (isFile(path) ? path : null) : fileOrFolder(path);
        if (found == null) {
            throw notFound(specifier, folder, asImport);
        }
        return found;
    }

    private Path inPackage(String specifier, Path folder, boolean asImport) throws NotResolved {
        int slash =
                specifier.indexOf('/', specifier.startsWith("@") ? specifier.indexOf('/') + 1 : 0);
        String name = slash < 0 ? specifier : specifier.substring(0, slash);
        String subpath = slash < 0 ? "." : "." + specifier.substring(slash);
        if (Bundle.hasPackage(name)) {
            Path bundled = bundle.packageFile(name, subpath);
            if (bundled == null) {
                throw notFound(specifier, folder, asImport);
            }
            return bundled;
        }
        // A package may import itself by its own name.
        Path own = packageFolderOf(folder);
        if (own != null
                && name.equals(text(packageJson(own), "name"))
                && packageJson(own).has("exports")) {
            return packageEntry(own, name, subpath, folder, asImport);
        }
        for (Path up = folder; up != null; up = up.getParent()) {
            if (up.endsWith("node_modules")) {
                continue;
            }
            Path candidate = up.resolve("node_modules").resolve(name);
            if (isDirectory(candidate)) {
                return packageEntry(candidate, name, subpath, folder, asImport);
            }
        }
        throw notFound(specifier, folder, asImport);
    }

    private Path packageEntry(Path root, String name, String subpath, Path folder, boolean asImport)
            throws NotResolved {
        JsonNode json = packageJson(root);
        JsonNode exports = json.get("exports");
        if (exports != null && !exports.isNull()) {
            String target = PackageExports.resolve(exports, subpath, conditions(asImport));
            if (target == null) {
                throw new NotResolved(
                        "ERR_PACKAGE_PATH_NOT_EXPORTED",
                        subpath.equals(".")
                                ? "No \"exports\" main defined in " + root.resolve("package.json")
                                : "Package subpath '"
                                        + subpath
                                        + "' is not defined by \"exports\" in "
                                        + root.resolve("package.json"));
            }
            return exact(
                    root.resolve(target).normalize(), name + subpath.substring(1), folder, true);
        }
        if (!subpath.equals(".")) {
            // Node's import wants the exact file here; being lenient as require is does no harm.
            return exact(
                    root.resolve(subpath).normalize(), name + subpath.substring(1), folder, false);
        }
        Path main = fileOrFolder(root);
        if (main == null) {
            throw notFound(name, folder, asImport);
        }
        return main;
    }

    private Path internal(String specifier, Path folder, boolean asImport) throws NotResolved {
        Path root = packageFolderOf(folder);
        JsonNode imports = root == null ? null : packageJson(root).get("imports");
        String target =
                imports == null
                        ? null
                        : PackageExports.resolve(imports, specifier, conditions(asImport));
        if (root == null || target == null) {
            throw new NotResolved(
                    "ERR_PACKAGE_IMPORT_NOT_DEFINED",
                    "Package import specifier \"" + specifier + "\" is not defined");
        }
        return target.startsWith("./")
                ? exact(root.resolve(target).normalize(), specifier, folder, true)
                : find(target, root, asImport);
    }

    private static Set<String> conditions(boolean asImport) {
        return Set.of("triglot", "node", "default", asImport ? "import" : "require");
    }

    /** The file that a path of {@code require} names, with extensions and folders tried. */
    private @Nullable Path fileOrFolder(Path path) {
        if (isFile(path)) {
            return path;
        }
        Path file = withExtension(path);
        if (file != null) {
            return file;
        }
        if (!isDirectory(path)) {
            return null;
        }
        String main = text(packageJson(path), "main");
        if (main != null) {
            Path target = path.resolve(main).normalize();
            Path found =
                    isFile(target)
                            ? target
                            : firstOf(
                                    withExtension(target), withExtension(target.resolve("index")));
            if (found != null) {
                return found;
            }
        }
        return withExtension(path.resolve("index"));
    }

    private static @Nullable Path firstOf(@Nullable Path first, @Nullable Path second) {
        return first == null ? second : first;
    }

    private @Nullable Path withExtension(Path path) {
        Path name = path.getFileName();
        if (name == null) {
            return null;
        }
        for (String extension : EXTENSIONS) {
            Path candidate = path.resolveSibling(name + extension);
            if (isFile(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    /** Whether a file is an ES module: {@code .mjs}, or {@code .js} in a package of that type. */
    boolean isModule(Path file) {
        String name = file.toString();
        if (name.endsWith(".mjs")) {
            return true;
        }
        if (name.endsWith(".cjs") || name.endsWith(".json") || bundle.contains(file)) {
            return false;
        }
        Path root = packageFolderOf(file.getParent());
        return root != null && "module".equals(text(packageJson(root), "type"));
    }

    private @Nullable Path packageFolderOf(@Nullable Path folder) {
        for (Path up = folder; up != null; up = up.getParent()) {
            if (isFile(up.resolve("package.json"))) {
                return up;
            }
            if (up.endsWith("node_modules")) {
                return null;
            }
        }
        return null;
    }

    private JsonNode packageJson(Path folder) {
        JsonNode known = packages.get(folder);
        if (known == null) {
            known = readJson(folder.resolve("package.json"));
            packages.put(folder, known);
        }
        return known;
    }

    private JsonNode readJson(Path file) {
        try (SeekableByteChannel channel =
                files.newByteChannel(file, Set.of(StandardOpenOption.READ))) {
            String text =
                    new String(
                            Channels.newInputStream(channel).readAllBytes(),
                            StandardCharsets.UTF_8);
            return Json.MAPPER.readTree(text);
        } catch (IOException | SecurityException | JacksonException e) {
            return Json.MAPPER.createObjectNode();
        }
    }

    private static @Nullable String text(JsonNode object, String key) {
        JsonNode value = object.get(key);
        return value == null || !value.isString() ? null : value.stringValue();
    }

    private boolean isFile(Path path) {
        return bundle.isFile(path) || has(path, "isRegularFile");
    }

    private boolean isDirectory(Path path) {
        return has(path, "isDirectory");
    }

    private boolean has(Path path, String attribute) {
        try {
            return Boolean.TRUE.equals(
                    files.readAttributes(path, attribute, new LinkOption[0]).get(attribute));
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    private static NotResolved notFound(String specifier, Path folder, boolean asImport) {
        boolean bare = !specifier.startsWith(".") && !specifier.startsWith("/");
        return asImport
                ? new NotResolved(
                        "ERR_MODULE_NOT_FOUND",
                        "Cannot find "
                                + (bare ? "package" : "module")
                                + " '"
                                + specifier
                                + "' imported from "
                                + folder)
                : new NotResolved(
                        "MODULE_NOT_FOUND",
                        "Cannot find module '" + specifier + "' required from " + folder);
    }
}
