/** Answers a front end's requests: execution, history, input, interrupts. */
@NullMarked
package dev.triglot.notebook.kernel;

import org.jspecify.annotations.NullMarked;
