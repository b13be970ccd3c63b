/** Standard streams, and what a person at a terminal sees on them. Knows no models. */
@NullMarked
package dev.triglot.cli.terminal;

import org.jspecify.annotations.NullMarked;
