/** What makes the engine fast, held without a clock. */
@NullMarked
package dev.triglot.tests.guard;

import org.jspecify.annotations.NullMarked;
