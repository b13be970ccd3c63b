@NullMarked
package dev.triglot.python;

import org.jspecify.annotations.NullMarked;
