/** The {@code triglot} command: its entry point, global options and error lines. */
@NullMarked
package dev.triglot.cli;

import org.jspecify.annotations.NullMarked;
