/** What Java cells use without an import: showing pictures and formatted text. */
@NullMarked
package dev.triglot.notebook.cell;

import org.jspecify.annotations.NullMarked;
