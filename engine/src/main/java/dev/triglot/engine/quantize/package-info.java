/** Rounding a model's matrices to smaller types: which type for which, and the work itself. */
@NullMarked
package dev.triglot.engine.quantize;

import org.jspecify.annotations.NullMarked;
