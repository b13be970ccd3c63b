package dev.triglot.engine.store;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.ModelNotFoundException;
import dev.triglot.engine.error.ModelStoreException;
import dev.triglot.engine.error.NearestNames;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The models known by name. Immutable.
 *
 * <p>In a file it is JSON. All keys but {@code aliases}, {@code description} and {@code license}
 * are needed in a model; each source has exactly one of {@code hub} (a path below the model hub),
 * {@code url} and {@code wheel}; they are tried in order.
 *
 * <pre>{@code
 * {
 *   "hub": "https://...",
 *   "default": "mine",
 *   "models": [{
 *     "name": "mine",
 *     "aliases": ["own"],
 *     "description": "one line",
 *     "file": "mine.gguf",
 *     "size": 98362432,
 *     "sha256": "64 hexadecimal digits in lower case",
 *     "license": "Apache-2.0",
 *     "sources": [
 *       {"hub": "someone/repository/resolve/main/mine.gguf"},
 *       {"url": "https://example.com/mine.gguf"},
 *       {"wheel": {"package": "my-model", "version": "1.0", "member": "my_model/mine.gguf"}}
 *     ]
 *   }]
 * }
 * }</pre>
 */
public final class Catalog {
    private final List<CatalogModel> models;
    private final String defaultName;
    private final SequencedMap<String, CatalogModel> byName = new LinkedHashMap<>();

    /**
     * @param defaultName the model used where none is named
     * @throws InvalidArgumentException if two models share a name or an alias, or the default is
     *     not among them
     */
    public Catalog(String defaultName, List<CatalogModel> models) {
        this.models = List.copyOf(models);
        this.defaultName = defaultName;
        for (CatalogModel model : models) {
            add(model.name(), model);
            model.aliases().forEach(alias -> add(alias, model));
        }
        if (!byName.containsKey(defaultName)) {
            throw new InvalidArgumentException(
                    "the default model " + Names.quote(defaultName) + " is not in the catalog");
        }
    }

    private void add(String name, CatalogModel model) {
        if (byName.put(name, model) != null) {
            throw new InvalidArgumentException("two models are called " + Names.quote(name));
        }
    }

    /**
     * The catalog that comes with this library, extended by a user's file if that exists.
     *
     * @param userFile a JSON file as the built-in one: {@code models}, optionally {@code default}
     *     and {@code hub}. Its models replace built-in ones of the same name, its aliases win.
     * @param hub the model hub to use in place of the one in the catalogs
     * @throws ModelStoreException if the user's file is malformed; the message names the key
     */
    public static Catalog load(Path userFile, Optional<URI> hub) {
        return CatalogReader.load(userFile, hub);
    }

    /** In the catalog's order, built-in ones first. */
    public List<CatalogModel> models() {
        return models;
    }

    public CatalogModel defaultModel() {
        return get(defaultName);
    }

    /** The model with this name or alias, upper and lower case alike. */
    public Optional<CatalogModel> find(String name) {
        return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * As {@link #find}.
     *
     * @throws ModelNotFoundException that names what was perhaps meant
     */
    public CatalogModel get(String name) {
        return find(name)
                .orElseThrow(() ->
                        new ModelNotFoundException(
                                "no model is called " + Names.quote(name) + hint(name)));
    }

    /** What to try in place of an unknown name, to be appended to a message. */
    String hint(String name) {
        List<String> near = nearest(name);
        String meant = near.isEmpty() ? "" : ": did you mean " + String.join(" or ", near) + "?";
        return meant + (near.isEmpty() ? ": " : " ") + "'triglot models list' shows all names";
    }

    /** At most three names, the nearest first, none that shares too little with the one given. */
    List<String> nearest(String name) {
        return NearestNames.of(name.toLowerCase(Locale.ROOT), byName.sequencedKeySet());
    }

    /** This catalog with the other's models before its own where both use a name. */
    Catalog extendedBy(List<CatalogModel> others, Optional<String> otherDefault) {
        var taken = new LinkedHashSet<String>();
        for (CatalogModel other : others) {
            taken.add(other.name());
            taken.addAll(other.aliases());
        }
        List<CatalogModel> merged = new ArrayList<>();
        for (CatalogModel model : models) {
            if (!taken.contains(model.name())) {
                merged.add(withoutAliases(model, taken));
            }
        }
        merged.addAll(others);
        return new Catalog(otherDefault.orElse(defaultName), merged);
    }

    private static CatalogModel withoutAliases(CatalogModel model, Set<String> taken) {
        return new CatalogModel(
                model.name(),
                model.aliases().stream().filter(alias -> !taken.contains(alias)).toList(),
                model.description(),
                model.file(),
                model.size(),
                model.sha256(),
                model.license(),
                model.sources());
    }
}
