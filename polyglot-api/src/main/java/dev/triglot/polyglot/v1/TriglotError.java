package dev.triglot.polyglot.v1;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/** Whatever goes wrong. Shims turn it into their language's own errors. */
public final class TriglotError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String text;

    public TriglotError(String code, String text, @Nullable Throwable cause) {
        super(code + ": " + text, cause);
        this.code = code;
        this.text = text;
    }

    /** Stable, in lower case with underscores, such as {@code model_not_found}. */
    @HostAccess.Export
    public String code() {
        return code;
    }

    /** What is wrong, where, and what to do. */
    @HostAccess.Export
    public String text() {
        return text;
    }

    /** The Java stack trace, for a report to the makers. */
    @HostAccess.Export
    public String details() {
        StringWriter out = new StringWriter();
        printStackTrace(new PrintWriter(out, true));
        return out.toString();
    }
}
