@NullMarked
package dev.triglot.cli;

import org.jspecify.annotations.NullMarked;
