/** A conversation at the terminal: messages, the commands that begin with a slash, line editing. */
@NullMarked
package dev.triglot.cli.chat;

import org.jspecify.annotations.NullMarked;
