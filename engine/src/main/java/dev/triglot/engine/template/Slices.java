package dev.triglot.engine.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Items by index and slices; indexes below zero count from the end. */
final class Slices {
    private Slices() {}

    /** The character at an index; null where there is none. */
    static @Nullable String character(Rendering rendering, String text, long index) {
        int length = Values.length(rendering, text);
        long at = index < 0 ? index + length : index;
        if (at < 0 || at >= length) {
            return null;
        }
        int from = text.offsetByCodePoints(0, (int) at);
        return Character.toString(text.codePointAt(from));
    }

    /** The item at an index; null where there is none. */
    static @Nullable Object item(List<Object> items, long index) {
        long at = index < 0 ? index + items.size() : index;
        return at < 0 || at >= items.size() ? null : items.get((int) at);
    }

    static Object slice(
            Rendering rendering,
            Object value,
            @Nullable Long start,
            @Nullable Long stop,
            @Nullable Long step) {
        long stride = step == null ? 1 : step;
        if (stride == 0) {
            throw rendering.error("a slice has step 0; use another one");
        }
        int length = Values.length(rendering, value);
        long from = bound(start, length, stride, stride > 0 ? 0 : length - 1);
        long to = bound(stop, length, stride, stride > 0 ? length : -1);
        if (value instanceof String text) {
            return slice(rendering, text, length, from, to, stride);
        }
        List<Object> items = Values.sequence(value);
        if (items == null) {
            throw rendering.error(Values.typeName(value) + " cannot be sliced");
        }
        int size = size(from, to, stride);
        rendering.buildItems(size);
        List<Object> slice = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            slice.add(items.get((int) (from + i * stride)));
        }
        return value instanceof Tuple ? new Tuple(slice) : slice;
    }

    private static String slice(
            Rendering rendering, String text, int length, long from, long to, long stride) {
        int size = size(from, to, stride);
        rendering.buildChars(size);
        if (size == 0) {
            return "";
        }
        if (stride == 1) {
            int begin = text.offsetByCodePoints(0, (int) from);
            return text.substring(begin, text.offsetByCodePoints(begin, size));
        }
        rendering.buildChars(2L * length);
        int[] characters = text.codePoints().toArray();
        StringBuilder slice = new StringBuilder(size);
        for (int i = 0; i < size; i++) {
            slice.appendCodePoint(characters[(int) (from + i * stride)]);
        }
        return slice.toString();
    }

    private static long bound(@Nullable Long bound, int length, long stride, long whenMissing) {
        if (bound == null) {
            return whenMissing;
        }
        long at = bound < 0 ? bound + length : bound;
        return stride > 0 ? Math.clamp(at, 0, length) : Math.clamp(at, -1, length - 1);
    }

    private static int size(long from, long to, long stride) {
        if (stride > 0 ? from >= to : from <= to) {
            return 0;
        }
        long span = Math.abs(to - from);
        return (int) ((span - 1) / Math.abs(Math.max(stride, -Long.MAX_VALUE)) + 1);
    }
}
