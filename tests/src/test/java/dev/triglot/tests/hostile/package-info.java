/** Files that change, break or lie while they are used. */
@NullMarked
package dev.triglot.tests.hostile;

import org.jspecify.annotations.NullMarked;
