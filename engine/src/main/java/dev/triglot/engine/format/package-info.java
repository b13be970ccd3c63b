/**
 * Model files: recognising, mapping and validating them, and turning each dialect into a {@link
 * dev.triglot.engine.model.ModelDescription}. Nothing above this package knows a file's kind.
 */
@NullMarked
package dev.triglot.engine.format;

import org.jspecify.annotations.NullMarked;
