package dev.triglot.polyglot.v1;

import org.graalvm.polyglot.HostAccess;

/** What a generation gave. */
public interface Completion {
    /** The generated text, without a stop string. */
    @HostAccess.Export
    String text();

    /** The generated ids (int32), without the end token. */
    @HostAccess.Export
    NumberArray tokens();

    /** {@code stop} (end token or stop string), {@code length} or {@code cancelled}. */
    @HostAccess.Export
    String finishReason();

    /** Tokens of the prompt. */
    @HostAccess.Export
    int promptTokens();

    /** Tokens of the prompt that had to be evaluated; the others were in the context already. */
    @HostAccess.Export
    int promptEvaluated();

    /** Tokens generated. */
    @HostAccess.Export
    int completionTokens();

    @HostAccess.Export
    double promptMillis();

    @HostAccess.Export
    double completionMillis();
}
