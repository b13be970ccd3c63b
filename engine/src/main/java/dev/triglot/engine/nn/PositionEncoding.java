package dev.triglot.engine.nn;

/** How a model knows the order of tokens. */
public sealed interface PositionEncoding permits Rope, Alibi {}
