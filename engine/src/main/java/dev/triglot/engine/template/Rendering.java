package dev.triglot.engine.template;

import dev.triglot.engine.error.TemplateException;
import java.time.Clock;

/**
 * The state of one rendering: its budget, and where it is.
 *
 * <p>Budget: a step is about one node evaluated or a few dozen characters looked at; memory counts
 * all that is ever built, not what is alive. Both grow with the input, so that a long conversation
 * passes and a small hostile template stops early. Work is paid for before it is done.
 */
final class Rendering {
    static final long BASE_STEPS = 200_000;
    static final long STEPS_PER_INPUT_CHAR = 8;
    static final long BASE_BYTES = 8L << 20;
    static final long BYTES_PER_INPUT_CHAR = 64;

    /** Nodes and values inside one another; a level takes some 300 bytes of the thread's stack. */
    static final int MAX_DEPTH = 500;

    private static final int CHARS_PER_STEP = 16;
    private static final int COMPARISONS_PER_STEP = 256;
    private static final int STEPS_PER_SCOPE = 4;
    private static final int BYTES_PER_CHAR = 2;

    /** A reference and its share of the list, as lists are grown by half. */
    private static final int BYTES_PER_ITEM = 16;

    private final Clock clock;
    private final long maxSteps;
    private final long maxBytes;
    private long steps;
    private long bytes;
    private int depth;
    private int line = 1;

    /**
     * @param inputChars characters of the template, the messages and the variables
     */
    Rendering(Clock clock, long inputChars) {
        this.clock = clock;
        maxSteps = BASE_STEPS + STEPS_PER_INPUT_CHAR * inputChars;
        maxBytes = BASE_BYTES + BYTES_PER_INPUT_CHAR * inputChars;
    }

    Clock clock() {
        return clock;
    }

    /** Sets the line that errors name. */
    void at(int line) {
        this.line = line;
    }

    TemplateException error(String message) {
        return Errors.at(line, message);
    }

    void step() {
        if (++steps > maxSteps) {
            throw tooLong();
        }
    }

    /** Pays for looking at characters. */
    void scan(long chars) {
        pay(chars / CHARS_PER_STEP);
    }

    /** Pays for a search, which in the worst case compares the needle at every place. */
    void search(long chars, long needleChars) {
        scan(chars);
        // Both are lengths of strings, so the product fits.
        pay(chars * needleChars / COMPARISONS_PER_STEP);
    }

    /** Pays for a scope and what is bound in it. */
    void scope() {
        pay(STEPS_PER_SCOPE);
    }

    /** Pays for steps. */
    void pay(long count) {
        if (count < 0 || count > maxSteps - steps) {
            throw tooLong();
        }
        steps += count;
    }

    /** Pays for a string, before it is built. */
    void buildChars(long chars) {
        scan(chars);
        build(chars, BYTES_PER_CHAR);
    }

    /** Pays for a list or a map, before it is built. */
    void buildItems(long items) {
        pay(items);
        build(items, BYTES_PER_ITEM);
    }

    private void build(long count, int size) {
        if (count < 0 || count > (maxBytes - bytes) / size) {
            throw error(
                    "the template builds more than "
                            + (maxBytes >> 20)
                            + " MiB of text and lists; it is not fit for use, take another");
        }
        bytes += count * size;
    }

    void enter() {
        step();
        if (++depth > MAX_DEPTH) {
            throw error("nested more than " + MAX_DEPTH + " levels deep; flatten the template");
        }
    }

    void leave() {
        depth--;
    }

    private TemplateException tooLong() {
        return error(
                "the template takes more than "
                        + maxSteps
                        + " steps; it is not fit for use, take another");
    }
}
