package dev.triglot.engine.template;

/** Python's None; JSON's null. */
enum None {
    NONE
}
