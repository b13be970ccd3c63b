package dev.triglot.engine.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arguments of a call, filter or test, evaluated. */
record Arguments(List<Object> positional, Map<String, Object> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());

    static Arguments of(Object... positional) {
        return new Arguments(List.of(positional), Map.of());
    }

    /**
     * Assigns the arguments to parameters.
     *
     * @param function for messages
     * @throws dev.triglot.engine.error.TemplateException for arguments that no parameter takes
     */
    Bound bind(Rendering rendering, String function, String... parameters) {
        if (positional.size() > parameters.length) {
            throw rendering.error(
                    function
                            + " takes at most "
                            + parameters.length
                            + " arguments, not "
                            + positional.size()
                            + "; remove some");
        }
        @Nullable Object[] values = new @Nullable Object[parameters.length];
        for (int i = 0; i < positional.size(); i++) {
            values[i] = positional.get(i);
        }
        for (Map.Entry<String, Object> argument : named.entrySet()) {
            int index = List.of(parameters).indexOf(argument.getKey());
            if (index < 0 || values[index] != null) {
                throw rendering.error(
                        function
                                + " takes no "
                                + (index < 0 ? "" : "second ")
                                + "argument '"
                                + argument.getKey()
                                + "'; remove it");
            }
            values[index] = argument.getValue();
        }
        return new Bound(rendering, function, parameters, values);
    }

    /** The first arguments without the name that stands before them, as in {@code map('trim')}. */
    Arguments withoutFirst(int count) {
        return new Arguments(positional.subList(count, positional.size()), named);
    }

    /** Values of parameters. */
    static final class Bound {
        private final Rendering rendering;
        private final String function;
        private final String[] parameters;
        private final @Nullable Object[] values;

        Bound(
                Rendering rendering,
                String function,
                String[] parameters,
                @Nullable Object[] values) {
            this.rendering = rendering;
            this.function = function;
            this.parameters = parameters;
            this.values = values;
        }

        @Nullable Object optional(int index) {
            return values[index];
        }

        boolean has(int index) {
            return values[index] != null && values[index] != None.NONE;
        }

        Object required(int index) {
            Object value = values[index];
            if (value == null) {
                throw rendering.error(
                        function + " needs an argument '" + parameters[index] + "'; add it");
            }
            return value;
        }

        Object value(int index, Object whenMissing) {
            Object value = values[index];
            return value == null ? whenMissing : value;
        }

        boolean flag(int index) {
            Object value = values[index];
            return value != null && Values.truth(value);
        }

        String string(int index) {
            return string(index, required(index));
        }

        String string(int index, Object whenMissing) {
            if (value(index, whenMissing) instanceof String text) {
                return text;
            }
            throw wrong(index, "a string");
        }

        long integer(int index) {
            return integer(index, required(index));
        }

        long integer(int index, Object whenMissing) {
            return switch (value(index, whenMissing)) {
                case Long number -> number;
                case Boolean flag -> flag ? 1 : 0;
                default -> throw wrong(index, "an integer");
            };
        }

        private RuntimeException wrong(int index, String expected) {
            return rendering.error(
                    "argument '"
                            + parameters[index]
                            + "' of "
                            + function
                            + " must be "
                            + expected
                            + ", not "
                            + Values.typeName(required(index)));
        }
    }
}
