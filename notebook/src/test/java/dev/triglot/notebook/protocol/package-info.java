@NullMarked
package dev.triglot.notebook.protocol;

import org.jspecify.annotations.NullMarked;
