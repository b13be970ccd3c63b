/** The architectures, one file each, and the one table of them. */
@NullMarked
package dev.triglot.engine.arch;

import org.jspecify.annotations.NullMarked;
