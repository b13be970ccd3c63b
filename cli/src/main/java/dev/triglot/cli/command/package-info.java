/** The subcommands, one file each, and the options that several of them share. */
@NullMarked
package dev.triglot.cli.command;

import org.jspecify.annotations.NullMarked;
