/** Threads and what the machine offers. */
@NullMarked
package dev.triglot.engine.runtime;

import org.jspecify.annotations.NullMarked;
