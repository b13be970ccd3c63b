package dev.triglot.engine.store;

import dev.triglot.engine.error.ModelStoreException;
import dev.triglot.engine.error.NearestNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A value inside a catalog, with the place it was found at.
 *
 * @param origin the file, for messages
 * @param where JSON pointer, RFC 6901
 */
record CatalogNode(String origin, String where, JsonNode value) {
    /** This value as an object that has no keys but these. */
    CatalogNode object(String... keys) {
        if (!value.isObject()) {
            throw malformed("must be an object");
        }
        for (String key : value.propertyNames()) {
            List<String> known = List.of(keys);
            if (!known.contains(key)) {
                List<String> near = NearestNames.of(key, known);
                throw malformed(
                        "unknown key "
                                + Names.quote(key)
                                + (near.isEmpty()
                                        ? ", known are " + String.join(", ", known)
                                        : ", did you mean " + near.getFirst() + "?"));
            }
        }
        return this;
    }

    boolean has(String key) {
        return value.has(key);
    }

    CatalogNode at(String key) {
        return new CatalogNode(origin, where + "/" + key, value.path(key));
    }

    /** The elements of the list under a key; none where the key is absent. */
    List<CatalogNode> list(String key) {
        CatalogNode list = at(key);
        if (!list.value.isArray() && !list.value.isMissingNode()) {
            throw list.malformed("must be a list");
        }
        List<CatalogNode> elements = new ArrayList<>();
        for (JsonNode element : list.value) {
            elements.add(new CatalogNode(origin, list.where + "/" + elements.size(), element));
        }
        return elements;
    }

    String text() {
        if (!value.isString()) {
            throw malformed(value.isMissingNode() ? "is missing" : "must be a text");
        }
        return value.stringValue();
    }

    Optional<String> optionalText(String key) {
        return has(key) ? Optional.of(at(key).text()) : Optional.empty();
    }

    long wholeNumber() {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw malformed(value.isMissingNode() ? "is missing" : "must be a whole number");
        }
        return value.longValue();
    }

    ModelStoreException malformed(String problem) {
        return malformed(problem, null);
    }

    ModelStoreException malformed(String problem, @Nullable Throwable cause) {
        return new ModelStoreException(
                ModelStoreException.Reason.STORE_UNREADABLE,
                origin + ": " + (where.isEmpty() ? "" : where + ": ") + problem,
                cause);
    }
}
