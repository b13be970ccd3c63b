package dev.triglot.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The three standard streams, always UTF-8, and which of them a person sees.
 *
 * <p>Colours and progress go to terminals only, and colours only where {@code NO_COLOR} is not set.
 */
public final class Console {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Terminals terminals;
    private volatile boolean verbose;

    /**
     * @param in standard input
     * @param out standard output
     * @param err standard error
     * @param terminals which of them are terminals, and how wide they are
     */
    public Console(InputStream in, OutputStream out, OutputStream err, Terminals terminals) {
        this.in = in;
        this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.terminals = terminals;
    }

    /** The streams of this process. */
    public static Console system() {
        return new Console(
                new FileInputStream(FileDescriptor.in),
                StandardStreams.output(),
                StandardStreams.error(),
                Terminals.ofProcess());
    }

    public InputStream in() {
        return in;
    }

    /** Not flushed by itself: call {@link PrintStream#flush} where a person waits for the text. */
    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    public Terminals terminals() {
        return terminals;
    }

    /** Whether stack traces and timings are wanted. */
    public boolean verbose() {
        return verbose;
    }

    public void setVerbose(boolean verbose) {
        this.verbose = verbose;
    }

    /**
     * Prints a piece of a text as it comes. A terminal gets no control characters: a model could
     * move the cursor or worse with them.
     */
    public void stream(String piece) {
        out.print(terminals.output() ? Printable.text(piece) : piece);
        out.flush();
    }

    /** A line on standard error that a person should see; dim on a terminal. */
    public void note(String line) {
        err.println(terminals.errorColours() ? "\u001b[2m" + line + "\u001b[0m" : line);
    }
}
