@NullMarked
package dev.triglot.cli.io;

import org.jspecify.annotations.NullMarked;
