@NullMarked
package dev.triglot.cli.terminal;

import org.jspecify.annotations.NullMarked;
