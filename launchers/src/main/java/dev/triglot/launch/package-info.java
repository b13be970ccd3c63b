/** The commands that run guest programs: scripts, lines at a terminal, notebooks. */
@NullMarked
package dev.triglot.launch;

import org.jspecify.annotations.NullMarked;
