package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.UnsupportedModelException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file's keys and values in the order of the file, with getters that check type and range. A
 * getter's error names the file, the key, what was found and what is allowed.
 */
public final class Metadata {
    /** For what has no keys. */
    static final Metadata EMPTY = new Metadata(Path.of(""), Map.of());

    private final Path file;
    private final Map<String, MetadataValue> values;

    Metadata(Path file, Map<String, MetadataValue> values) {
        this.file = file;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Where the values are from. */
    Path file() {
        return file;
    }

    public Map<String, MetadataValue> values() {
        return values;
    }

    /** Short renderings of all values, for people. */
    public Map<String, String> summaries() {
        Map<String, String> summaries = new LinkedHashMap<>();
        values.forEach((key, value) -> summaries.put(key, value.summary()));
        return Collections.unmodifiableMap(summaries);
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** The string, or null where the key is absent. */
    public @Nullable String text(String key) {
        return switch (values.get(key)) {
            case null -> null;
            case MetadataValue.Text text -> text.value();
            case MetadataValue other -> throw wrongType(key, "a string", other);
        };
    }

    public boolean flag(String key, boolean otherwise) {
        return switch (values.get(key)) {
            case null -> otherwise;
            case MetadataValue.Flag flag -> flag.value();
            case MetadataValue other -> throw wrongType(key, "a boolean", other);
        };
    }

    /** The strings, or null where the key is absent. */
    public MetadataValue.@Nullable Texts texts(String key) {
        return switch (values.get(key)) {
            case null -> null;
            case MetadataValue.Texts texts -> texts;
            case MetadataValue other -> throw wrongType(key, "an array of strings", other);
        };
    }

    /** The numbers, or null where the key is absent. */
    public MetadataValue.@Nullable Numbers numbers(String key) {
        return switch (values.get(key)) {
            case null -> null;
            case MetadataValue.Numbers numbers -> numbers;
            case MetadataValue other -> throw wrongType(key, "an array of numbers", other);
        };
    }

    /** An integer that must be there. */
    public int integer(String key, long min, int max) {
        return (int) whole(key, require(key), min, max);
    }

    public int integer(String key, long min, int max, int otherwise) {
        return (int) whole(key, min, max, otherwise);
    }

    /** A 64-bit integer; see {@link #integer(String, long, int, int)}. */
    public long whole(String key, long min, long max, long otherwise) {
        MetadataValue value = values.get(key);
        return value == null ? otherwise : whole(key, value, min, max);
    }

    /** A finite number within the range. */
    public float real(String key, float min, float max, float otherwise) {
        double value =
                switch (values.get(key)) {
                    case null -> otherwise;
                    case MetadataValue.Real real -> real.value();
                    case MetadataValue.Whole whole -> whole.bits();
                    case MetadataValue other -> throw wrongType(key, "a number", other);
                };
        // Written so that NaN fails too.
        if (!(value >= min && value <= max)) {
            throw error(key, "is %s, allowed is %s to %s".formatted((float) value, min, max));
        }
        return (float) value;
    }

    ModelFormatException error(String key, String problem) {
        return new ModelFormatException(file, "key " + Quoted.escape(key), problem);
    }

    UnsupportedModelException unsupported(String key, String problem) {
        return new UnsupportedModelException(file + ": key " + key + ": " + problem);
    }

    private MetadataValue require(String key) {
        MetadataValue value = values.get(key);
        if (value == null) {
            throw error(key, "is missing: the file does not say how to run its model");
        }
        return value;
    }

    private long whole(String key, MetadataValue value, long min, long max) {
        return switch (value) {
            case MetadataValue.Whole whole -> {
                boolean tooLarge = whole.type() == ValueType.UINT64 && whole.bits() < 0;
                if (tooLarge || whole.bits() < min || whole.bits() > max) {
                    throw error(
                            key, "is %s, allowed is %d to %d".formatted(whole.summary(), min, max));
                }
                yield whole.bits();
            }
            // Files write a number per layer where layers may differ.
            case MetadataValue.Numbers numbers when numbers.elementType().isInteger() ->
                    whole(key, equalElements(key, numbers), min, max);
            case MetadataValue other -> throw wrongType(key, "an integer", other);
        };
    }

    private MetadataValue.Whole equalElements(String key, MetadataValue.Numbers numbers) {
        if (numbers.size() == 0) {
            throw error(key, "is an empty array, expected an integer");
        }
        for (int i = 1; i < numbers.size(); i++) {
            if (numbers.whole(i) != numbers.whole(0)) {
                throw unsupported(
                        key,
                        "layers differ (%d in layer 0, %d in layer %d), which this version cannot run"
                                .formatted(numbers.whole(0), numbers.whole(i), i));
            }
        }
        return new MetadataValue.Whole(numbers.elementType(), numbers.whole(0));
    }

    private ModelFormatException wrongType(String key, String expected, MetadataValue found) {
        return error(key, "holds %s, expected %s".formatted(found.typeName(), expected));
    }
}
