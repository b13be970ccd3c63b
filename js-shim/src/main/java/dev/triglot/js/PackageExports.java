package dev.triglot.js;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields {@code exports} and {@code imports} of a package.json. */
final class PackageExports {
    private PackageExports() {}

    /**
     * The file that a subpath stands for.
     *
     * @param subpath {@code "."}, {@code "./sub"} or {@code "#name"}
     * @return relative to the package's folder, or null if there is none
     */
    static @Nullable String resolve(JsonNode field, String subpath, Set<String> conditions) {
        boolean bySubpath =
                field.isObject()
                        && field.propertyStream()
                                .anyMatch(e ->
                                        e.getKey().startsWith(".") || e.getKey().startsWith("#"));
        if (!bySubpath) {
            return subpath.equals(".") ? target(field, "", conditions) : null;
        }
        JsonNode exact = field.get(subpath);
        if (exact != null && subpath.indexOf('*') < 0) {
            return target(exact, "", conditions);
        }
        String best = null;
        for (Map.Entry<String, JsonNode> entry : field.properties()) {
            if (matches(entry.getKey(), subpath)
                    && (best == null || prefix(entry.getKey()).length() > prefix(best).length())) {
                best = entry.getKey();
            }
        }
        if (best == null) {
            return null;
        }
        String suffix = best.endsWith("/") ? "" : best.substring(best.indexOf('*') + 1);
        String middle =
                subpath.substring(prefix(best).length(), subpath.length() - suffix.length());
        JsonNode pattern = field.get(best);
        String found = target(pattern, middle, conditions);
        return found != null && best.endsWith("/") ? found + middle : found;
    }

    private static boolean matches(String key, String subpath) {
        int star = key.indexOf('*');
        if (star < 0) {
            return key.endsWith("/") && key.length() > 2 && subpath.startsWith(key);
        }
        String suffix = key.substring(star + 1);
        return subpath.startsWith(key.substring(0, star))
                && subpath.endsWith(suffix)
                && subpath.length() >= key.length();
    }

    private static String prefix(String key) {
        int star = key.indexOf('*');
        return star < 0 ? key : key.substring(0, star);
    }

    private static @Nullable String target(JsonNode node, String star, Set<String> conditions) {
        if (node.isString()) {
            return node.stringValue().replace("*", star);
        }
        if (node.isArray()) {
            for (JsonNode option : node) {
                String found = target(option, star, conditions);
                if (found != null) {
                    return found;
                }
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (conditions.contains(entry.getKey())) {
                    String found = target(entry.getValue(), star, conditions);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }
}
