@NullMarked
package dev.triglot.tests.embedding;

import org.jspecify.annotations.NullMarked;
