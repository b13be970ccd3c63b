/** Texts and JSON from files, and failures as the user reads them. */
@NullMarked
package dev.triglot.cli.io;

import org.jspecify.annotations.NullMarked;
