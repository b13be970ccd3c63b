package dev.triglot.cli.chat;

import org.jspecify.annotations.Nullable;

/** Where lines of a conversation come from. */
interface LineInput extends AutoCloseable {
    /** Ctrl-C was pressed while a line was being typed. */
    final class InterruptedInputException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** A handler of Ctrl-C that ends with {@link #close}. */
    interface Guard extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Reads a line.
     *
     * @param prompt shown to a person
     * @return null at the end of the input
     */
    @Nullable String readLine(String prompt) throws InterruptedInputException;

    /** Calls {@code stop} at Ctrl-C while the guard is open. */
    Guard onInterrupt(Runnable stop);

    /** Whether a person types the lines. */
    boolean interactive();

    @Override
    void close();
}
