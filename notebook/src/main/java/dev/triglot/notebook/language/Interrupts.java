package dev.triglot.notebook.language;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Ends guest code from another thread. Python hears of it as it does anywhere, by the signal
 * SIGINT, so that a cell may catch KeyboardInterrupt; where it does not end soon, or is another
 * language, its context is interrupted.
 */
public final class Interrupts {
    private static final String SIGINT = "INT";
    private static final long PATIENCE_MILLIS = 500;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** The handler that Python has installed. */
    private final Object python;

    private @Nullable Context running;
    private long runs;

    /**
     * Takes over SIGINT, after Python has installed its handler.
     *
     * @param onSignal what to do on the signal
     */
    public Interrupts(Runnable onSignal) {
        python = Signals.register(SIGINT, () -> Thread.startVirtualThread(onSignal));
    }

    /** Runs guest code that may be interrupted. */
    <T> T during(Supplier<T> work, Context context) {
        synchronized (this) {
            running = context;
            runs++;
        }
        try {
            return work.get();
        } finally {
            synchronized (this) {
                running = null;
            }
        }
    }

    /** Ends the code that runs, if any does. */
    void interrupt() {
        Context context;
        synchronized (this) {
            context = running;
        }
        if (context != null) {
            force(context);
        }
    }

    /** Raises KeyboardInterrupt, and insists where that has no effect. */
    void interruptPython() {
        long run;
        synchronized (this) {
            if (running == null) {
                return;
            }
            run = runs;
        }
        callPythonsHandler();
        sleep();
        Context context;
        synchronized (this) {
            context = runs == run ? running : null;
        }
        if (context != null) {
            force(context);
        }
    }

    /**
     * By reflection: the compiler warns of these classes, and the JDK has no others for signals.
     */
    private void callPythonsHandler() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class.forName("sun.misc.SignalHandler")
                    .getMethod("handle", signal)
                    .invoke(python, signal.getConstructor(String.class).newInstance(SIGINT));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot signal Python", e);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void force(Context context) {
        try {
            context.interrupt(TIMEOUT);
        } catch (TimeoutException e) {
            // It is deep in code that does not listen; a restart remains.
        }
    }
}
