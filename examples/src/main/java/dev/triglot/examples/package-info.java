/** One runnable file per task. */
@NullMarked
package dev.triglot.examples;

import org.jspecify.annotations.NullMarked;
