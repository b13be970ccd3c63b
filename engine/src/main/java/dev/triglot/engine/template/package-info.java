/**
 * Chat templates: a small interpreter of the Jinja2 subset that they use, with the settings of the
 * Hugging Face libraries (trim_blocks, lstrip_blocks, an immutable sandbox).
 *
 * <p>Templates come from untrusted files, so nothing here uses reflection, and every rendering has
 * a budget of steps, memory and depth. Reads as: {@code Lexer} to tokens, {@code Parser} to {@code
 * Statement} and {@code Expression} records, {@code Evaluator} to text. Values are String, Long,
 * Double, Boolean, List, Map and the small types of this package; they are never null and, as in an
 * immutable sandbox, never change.
 */
@NullMarked
package dev.triglot.engine.template;

import org.jspecify.annotations.NullMarked;
