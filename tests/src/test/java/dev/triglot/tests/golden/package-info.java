/** Whole models against PyTorch. */
@NullMarked
package dev.triglot.tests.golden;

import org.jspecify.annotations.NullMarked;
