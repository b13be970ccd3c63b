package dev.triglot.cli.io;

import dev.triglot.cli.terminal.Console;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the commands print and read it: records with their components in snake_case. */
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    // A closed pipe is to reach the top as it is.
                    .disable(SerializationFeature.WRAP_EXCEPTIONS)
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .build();

    private Json() {}

    /** Prints a value on one line of standard output. */
    public static void print(Console console, Object value) {
        MAPPER.writeValue(console.out(), value);
        console.out().println();
        console.out().flush();
    }

    /** For output that is too large to be held; the caller closes it. */
    public static JsonGenerator generator(Console console) {
        return MAPPER.createGenerator(console.out());
    }

    /** Strings to tokenize: a JSON array of strings. */
    public static String[] readTexts(Path file) {
        return read(file, String[].class, "a JSON array of strings");
    }

    /** Token ids: a JSON array of arrays of integers. */
    public static int[][] readIds(Path file) {
        int[][] ids = read(file, int[][].class, "a JSON array of arrays of token ids");
        for (int[] array : ids) {
            if (array == null || array.length == 0) {
                throw Failure.failed(
                        file + ": an array of token ids is empty: each needs one id or more", null);
            }
        }
        return ids;
    }

    /** Writes a value to a file, for people too. */
    public static void write(Path file, Object value) {
        try {
            MAPPER.writerWithDefaultPrettyPrinter().writeValue(file, value);
        } catch (JacksonException e) {
            throw Failure.failed(file + ": cannot be written: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads a value from a file.
     *
     * @param expected names it in a message, such as {@code a JSON array of strings}
     */
    public static <T> T read(Path file, Class<T> type, String expected) {
        byte[] bytes = TextFile.bytes(file);
        try {
            T value = MAPPER.readValue(bytes, type);
            if (value != null) {
                return value;
            }
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String where =
                    at == null
                            ? ""
                            : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            throw Failure.failed(file + ": not " + expected + where, e);
        }
        throw Failure.failed(file + ": not " + expected, null);
    }

    /** Milliseconds with three decimals. */
    public static double millis(long nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }

    /** Three decimals: more says nothing about a rate. */
    public static double rounded(double value) {
        return Math.round(value * 1e3) / 1e3;
    }
}
