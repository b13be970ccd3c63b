/** Where Jupyter looks for kernels, and the description that is put there. */
@NullMarked
package dev.triglot.notebook.install;

import org.jspecify.annotations.NullMarked;
