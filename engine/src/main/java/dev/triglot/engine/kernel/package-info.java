/** The arithmetic: one interface, several implementations, one choice per JVM. */
@NullMarked
package dev.triglot.engine.kernel;

import org.jspecify.annotations.NullMarked;
