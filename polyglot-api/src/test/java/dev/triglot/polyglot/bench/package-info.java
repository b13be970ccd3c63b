@NullMarked
package dev.triglot.polyglot.bench;

import org.jspecify.annotations.NullMarked;
