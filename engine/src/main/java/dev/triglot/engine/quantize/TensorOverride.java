package dev.triglot.engine.quantize;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.NearestNames;
import dev.triglot.engine.quant.BlockCodecs;
import dev.triglot.engine.quant.BlockEncoder;
import dev.triglot.engine.tensor.GgmlType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A type that the user asks for some tensors.
 *
 * @param pattern a regular expression that is found somewhere in a tensor's name
 */
public record TensorOverride(Pattern pattern, GgmlType type) {
    /**
     * Parses {@code PATTERN=TYPE}.
     *
     * @throws InvalidArgumentException if it is something else
     */
    public static TensorOverride parse(String text) {
        int equals = text.lastIndexOf('=');
        if (equals < 1) {
            throw new InvalidArgumentException(
                    "\"%s\" is not of the form PATTERN=TYPE, such as attn_v=q6_k".formatted(text));
        }
        String name = text.substring(equals + 1).toUpperCase(Locale.ROOT);
        GgmlType type =
                Arrays.stream(GgmlType.values())
                        .filter(TensorOverride::canBeWritten)
                        .filter(candidate -> candidate.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new InvalidArgumentException(
                                        "\"%s\": type %s cannot be written.%s These can: %s"
                                                .formatted(
                                                        text,
                                                        name,
                                                        NearestNames.suggestion(name, writable()),
                                                        String.join(", ", writable()))));
        try {
            return new TensorOverride(Pattern.compile(text.substring(0, equals)), type);
        } catch (PatternSyntaxException wrong) {
            throw new InvalidArgumentException(
                    "\"%s\" is no regular expression: %s"
                            .formatted(text.substring(0, equals), wrong.getDescription()));
        }
    }

    private static boolean canBeWritten(GgmlType type) {
        return BlockCodecs.supports(type) && BlockCodecs.of(type) instanceof BlockEncoder;
    }

    private static List<String> writable() {
        return Arrays.stream(GgmlType.values())
                .filter(TensorOverride::canBeWritten)
                .map(Enum::name)
                .toList();
    }

    boolean matches(String tensorName) {
        return pattern.matcher(tensorName).find();
    }
}
