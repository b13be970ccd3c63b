/** Brings the Python modules of this jar into the contexts that a host makes. */
@NullMarked
package dev.triglot.python;

import org.jspecify.annotations.NullMarked;
