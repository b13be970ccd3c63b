/** Text to token ids and back; knows no tensors. */
@NullMarked
package dev.triglot.engine.tokenizer;

import org.jspecify.annotations.NullMarked;
