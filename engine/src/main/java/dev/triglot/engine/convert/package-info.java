/** From any model that can be read to a GGUF file. */
@NullMarked
package dev.triglot.engine.convert;

import org.jspecify.annotations.NullMarked;
