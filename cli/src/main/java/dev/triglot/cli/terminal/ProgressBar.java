package dev.triglot.cli.terminal;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One line on standard error that shows how far a job is, with rate and remaining time. Silent
 * where standard error is no terminal. Serves one thread.
 */
public final class ProgressBar implements AutoCloseable {
    /** What is counted. */
    public enum Unit {
        BYTES,
        STEPS
    }

    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int BAR_CELLS = 24;

    private final Console console;
    private final String task;
    private final Unit unit;
    private long startNanos;
    private long startDone = -1;
    private long drawnNanos;
    private boolean drawn;

    public ProgressBar(Console console, String task, Unit unit) {
        this.console = console;
        this.task = task;
        this.unit = unit;
    }

    /** Draws anew, at most ten times a second. */
    public void update(long done, long total) {
        if (!console.terminals().error()) {
            return;
        }
        long now = System.nanoTime();
        if (startDone < 0 || done < startDone) {
            startNanos = now;
            startDone = done;
        } else if (drawn && done < total && now - drawnNanos < REDRAW_NANOS) {
            return;
        }
        double seconds = (now - startNanos) / 1e9;
        double rate = seconds > 0.2 ? (done - startDone) / seconds : 0;
        String line = render(task, unit, done, total, rate, console.terminals().columns() - 1);
        console.err().print("\r" + line + "\u001b[K");
        drawnNanos = now;
        drawn = true;
    }

    /** Wipes the line. */
    @Override
    public void close() {
        if (drawn) {
            console.err().print("\r\u001b[K");
            drawn = false;
            startDone = -1;
        }
    }

    /**
     * The line's text.
     *
     * @param rate units per second; 0 where it is not known yet
     * @param columns the text is not longer
     */
    static String render(String task, Unit unit, long done, long total, double rate, int columns) {
        double fraction = total <= 0 ? 0 : Math.clamp((double) done / total, 0, 1);
        int filled = (int) Math.round(fraction * BAR_CELLS);
        String bar = "#".repeat(filled) + ".".repeat(BAR_CELLS - filled);
        String percent = String.format(Locale.ROOT, "%3.0f %%", Math.floor(fraction * 100));
        String amount =
                unit == Unit.BYTES
                        ? Quantity.bytes(done) + " of " + Quantity.bytes(total)
                        : done + " of " + total;
        String tail = rate > 0 ? remaining(unit, rate, total - done) : null;
        String line = join(task, "[" + bar + "]", percent, amount, tail);
        if (line.length() > columns) {
            line = join(task, null, percent, amount, tail);
        }
        if (line.length() > columns) {
            line = join(task, null, percent, null, null);
        }
        return line.substring(0, Math.min(line.length(), Math.max(columns, 0)));
    }

    private static String remaining(Unit unit, double rate, long left) {
        String eta = "ETA " + Quantity.duration(left / rate);
        return unit == Unit.BYTES ? Quantity.bytes(Math.round(rate)) + "/s  " + eta : eta;
    }

    private static String join(@Nullable String... parts) {
        StringBuilder line = new StringBuilder();
        for (String part : parts) {
            if (part != null) {
                line.append(line.isEmpty() ? "" : "  ").append(part);
            }
        }
        return line.toString();
    }
}
