/** Tests of the whole: models against references, rules of the architecture, hostile files. */
@NullMarked
package dev.triglot.tests;

import org.jspecify.annotations.NullMarked;
