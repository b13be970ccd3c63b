/** The rules of the architecture, held by the build. */
@NullMarked
package dev.triglot.tests.rules;

import org.jspecify.annotations.NullMarked;
