@NullMarked
package dev.triglot.cli.launcher;

import org.jspecify.annotations.NullMarked;
