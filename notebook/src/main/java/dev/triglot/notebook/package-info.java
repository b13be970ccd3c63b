/**
 * The Jupyter kernel "Triglot (polyglot)": Python, JavaScript and Java cells over one set of
 * variables.
 */
@NullMarked
package dev.triglot.notebook;

import org.jspecify.annotations.NullMarked;
