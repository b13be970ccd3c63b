/** What the platform says of files, in our terms. */
@NullMarked
package dev.triglot.engine.io;

import org.jspecify.annotations.NullMarked;
