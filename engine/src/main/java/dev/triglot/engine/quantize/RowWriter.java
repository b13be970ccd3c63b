package dev.triglot.engine.quantize;

/** Brings rows of a tensor into a file. Each thread has its own. */
interface RowWriter {
    /** Writes rows [first, first + n). */
    void write(int first, int n);
}
