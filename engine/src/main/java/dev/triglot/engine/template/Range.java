package dev.triglot.engine.template;

import java.util.AbstractList;
import java.util.RandomAccess;

/** Python's range: a list of integers that takes no memory. */
final class Range extends AbstractList<Object> implements RandomAccess {
    /** As Jinja2's sandbox has it. */
    static final int MAX_SIZE = 100_000;

    private final long start;
    private final long stop;
    private final long step;
    private final int size;

    private Range(long start, long stop, long step, int size) {
        this.start = start;
        this.stop = stop;
        this.step = step;
        this.size = size;
    }

    static Range of(Rendering rendering, long start, long stop, long step) {
        if (step == 0) {
            throw rendering.error("range() has step 0; use another one");
        }
        double size = Math.ceil(((double) stop - (double) start) / step);
        if (size > MAX_SIZE) {
            throw rendering.error(
                    "range() has more than " + MAX_SIZE + " items; use a smaller one");
        }
        return new Range(start, stop, step, (int) Math.max(size, 0));
    }

    @Override
    public Object get(int index) {
        return start + index * step;
    }

    @Override
    public int size() {
        return size;
    }

    /** As Python prints it. */
    String text() {
        return "range(" + start + ", " + stop + (step == 1 ? ")" : ", " + step + ")");
    }
}
