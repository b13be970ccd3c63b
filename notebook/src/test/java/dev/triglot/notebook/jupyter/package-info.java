@NullMarked
package dev.triglot.notebook.jupyter;

import org.jspecify.annotations.NullMarked;
