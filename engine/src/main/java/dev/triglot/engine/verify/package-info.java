/** Whether what a file holds makes sense, beyond its structure, which opening has checked. */
@NullMarked
package dev.triglot.engine.verify;

import org.jspecify.annotations.NullMarked;
