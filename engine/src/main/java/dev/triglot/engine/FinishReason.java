package dev.triglot.engine;

/** Why a generation ended. */
public enum FinishReason {
    /** An end token, or a stop string. */
    STOP,
    /** The requested number of tokens was reached. */
    LENGTH,
    /** {@link Session#cancel} or a listener that returned false. */
    CANCELLED
}
