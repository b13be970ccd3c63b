@NullMarked
package dev.triglot.notebook.kernel;

import org.jspecify.annotations.NullMarked;
