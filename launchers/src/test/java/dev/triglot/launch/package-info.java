@NullMarked
package dev.triglot.launch;

import org.jspecify.annotations.NullMarked;
