/** Block layouts of the weight types, a file each. */
@NullMarked
package dev.triglot.engine.quant;

import org.jspecify.annotations.NullMarked;
