/** From logits to a token: penalties, truncation, the draw. Knows floats only. */
@NullMarked
package dev.triglot.engine.sample;

import org.jspecify.annotations.NullMarked;
