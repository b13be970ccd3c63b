@NullMarked
package dev.triglot.notebook.language;

import org.jspecify.annotations.NullMarked;
