@NullMarked
package dev.triglot.cli.command;

import org.jspecify.annotations.NullMarked;
