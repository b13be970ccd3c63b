@NullMarked
package dev.triglot.polyglot.v1;

import org.jspecify.annotations.NullMarked;
