/**
 * The public face: open a {@code LanguageModel}, make a {@code Session}, generate.
 *
 * <p>Below it, a package may use only those further down: generate, arch, nn, runtime, kernel,
 * quant, tensor; tokenizer, sample, template, format, model; error.
 */
@NullMarked
package dev.triglot.engine;

import org.jspecify.annotations.NullMarked;
