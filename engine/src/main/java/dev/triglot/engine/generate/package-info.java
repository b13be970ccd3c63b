/** From logits to text: the decoding loop, prefix reuse, stop strings, the end of the context. */
@NullMarked
package dev.triglot.engine.generate;

import org.jspecify.annotations.NullMarked;
