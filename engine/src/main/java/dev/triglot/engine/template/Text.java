package dev.triglot.engine.template;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Values as Python's str() and repr() write them. */
final class Text {
    private static final HexFormat HEX = HexFormat.of();

    private final Rendering rendering;
    private final StringBuilder out = new StringBuilder();

    private Text(Rendering rendering) {
        this.rendering = rendering;
    }

    static String of(Rendering rendering, Object value) {
        return switch (value) {
            case String text -> text;
            case Undefined undefined -> "";
            default -> repr(rendering, value);
        };
    }

    static String repr(Rendering rendering, Object value) {
        return switch (value) {
            case Long number -> Long.toString(number);
            case Boolean flag -> flag ? "True" : "False";
            case None none -> "None";
            case Double number -> number(number);
            default -> {
                Text text = new Text(rendering);
                text.append(value);
                yield text.out.toString();
            }
        };
    }

    private void write(String text) {
        rendering.buildChars(text.length());
        out.append(text);
    }

    private void append(Object value) {
        rendering.enter();
        switch (value) {
            case String text -> quote(text);
            case Range range -> write(range.text());
            case List<?> list -> {
                write("[");
                items(Values.objects(list));
                write("]");
            }
            case Tuple tuple -> {
                write("(");
                items(tuple.items());
                write(tuple.items().size() == 1 ? ",)" : ")");
            }
            case Map<?, ?> map -> map(map);
            case View view -> {
                write(view.name());
                write("([");
                items(view.items());
                write("])");
            }
            case Undefined undefined -> write("Undefined");
            case Macro macro -> write("<Macro '" + macro.name() + "'>");
            case Long number -> write(Long.toString(number));
            case Boolean flag -> write(flag ? "True" : "False");
            case None none -> write("None");
            case Double number -> write(number(number));
            default -> write("<" + Values.typeName(value) + ">");
        }
        rendering.leave();
    }

    private void items(List<Object> items) {
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                write(", ");
            }
            append(items.get(i));
        }
    }

    private void map(Map<?, ?> map) {
        write("{");
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!first) {
                write(", ");
            }
            first = false;
            append(entry.getKey());
            write(": ");
            append(entry.getValue());
        }
        write("}");
    }

    private void quote(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        // Escaped, a character takes ten at most.
        rendering.buildChars(text.length() * 2L);
        out.append(quote);
        int from = out.length();
        text.codePoints().forEach(c -> quoted(c, quote));
        rendering.buildChars(Math.max(0, out.length() - from - text.length() * 2L));
        out.append(quote);
    }

    private void quoted(int c, char quote) {
        switch (c) {
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c == quote) {
                    out.append('\\').append(quote);
                } else if (isPrintable(c)) {
                    out.appendCodePoint(c);
                } else if (c < 0x100) {
                    out.append("\\x");
                    out.append(HEX.toHexDigits((byte) c));
                } else if (c < 0x10000) {
                    out.append("\\u").append(HEX.toHexDigits((char) c));
                } else {
                    out.append("\\U").append(HEX.toHexDigits(c));
                }
            }
        }
    }

    private static boolean isPrintable(int c) {
        if (c < 0x7f) {
            return c >= ' ';
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    /** The shortest digits that give the number back; with an exponent below 1e-4 and from 1e16. */
    static String number(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        String sign = Double.doubleToRawLongBits(number) < 0 ? "-" : "";
        if (number == 0) {
            return sign + "0.0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(Math.abs(number))).stripTrailingZeros();
        String digits = decimal.unscaledValue().toString();
        int exponent = digits.length() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = decimal.toPlainString();
            return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
        }
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String power = Integer.toString(Math.abs(exponent));
        return sign
                + digits.charAt(0)
                + fraction
                + (exponent < 0 ? "e-" : "e+")
                + (power.length() < 2 ? "0" + power : power);
    }
}
