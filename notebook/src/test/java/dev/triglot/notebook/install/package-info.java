@NullMarked
package dev.triglot.notebook.install;

import org.jspecify.annotations.NullMarked;
