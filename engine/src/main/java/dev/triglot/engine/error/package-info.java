/** What the engine throws. */
@NullMarked
package dev.triglot.engine.error;

import org.jspecify.annotations.NullMarked;
