package dev.triglot.engine.format;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A JSON object as metadata: keys of inner objects are joined with dots, null counts as absent, and
 * arrays are no more than their size.
 */
final class JsonMetadata {
    private final Map<String, MetadataValue> values = new LinkedHashMap<>();

    private JsonMetadata() {}

    /**
     * Flattens an object.
     *
     * @param file for messages
     */
    static Metadata of(Path file, JsonNode object) {
        JsonMetadata metadata = new JsonMetadata();
        metadata.add("", object);
        return new Metadata(file, metadata.values);
    }

    private void add(String prefix, JsonNode object) {
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            String key = prefix + property.getKey();
            JsonNode node = property.getValue();
            if (node.isObject()) {
                add(key + ".", node);
            } else if (node.isArray()) {
                values.put(key, new MetadataValue.Nested(node.size()));
            } else if (node.isBoolean()) {
                values.put(key, new MetadataValue.Flag(node.booleanValue()));
            } else if (node.isString()) {
                values.put(key, new MetadataValue.Text(node.stringValue()));
            } else if (node.canConvertToLong() && node.isIntegralNumber()) {
                values.put(key, new MetadataValue.Whole(ValueType.INT64, node.longValue()));
            } else if (node.isNumber()) {
                values.put(key, new MetadataValue.Real(ValueType.FLOAT64, node.asDouble()));
            }
        }
    }
}
