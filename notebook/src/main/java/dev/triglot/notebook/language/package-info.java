/** What a cell's language is to the kernel, and the three there are. */
@NullMarked
package dev.triglot.notebook.language;

import org.jspecify.annotations.NullMarked;
