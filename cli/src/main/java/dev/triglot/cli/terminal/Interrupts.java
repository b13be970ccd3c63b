package dev.triglot.cli.terminal;

import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/**
 * While open, Ctrl-C asks the work to stop instead of ending the process; a second one ends it at
 * once.
 */
public final class Interrupts implements AutoCloseable {
    /** Exit code of a run that Ctrl-C ended, as shells expect: 128 and the signal's number. */
    public static final int EXIT_CODE = 130;

    private static final String SIGNAL = "INT";

    private final AtomicInteger count = new AtomicInteger();
    private final Object previous;

    /**
     * @param stop called on a thread of its own at the first Ctrl-C
     */
    public Interrupts(Runnable stop) {
        previous =
                Signals.register(
                        SIGNAL,
                        () -> {
                            if (count.getAndIncrement() == 0) {
                                stop.run();
                            } else {
                                Runtime.getRuntime().halt(EXIT_CODE);
                            }
                        });
    }

    /** Whether Ctrl-C was pressed. */
    public boolean happened() {
        return count.get() > 0;
    }

    @Override
    public void close() {
        Signals.unregister(SIGNAL, previous);
    }
}
