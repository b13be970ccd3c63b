/** Jupyter's message protocol: connection files, signed messages, sockets. */
@NullMarked
package dev.triglot.notebook.protocol;

import org.jspecify.annotations.NullMarked;
