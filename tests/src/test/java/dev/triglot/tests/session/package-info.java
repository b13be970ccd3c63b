/** What a session promises: reuse, seeds, stops, cancellation, threads. */
@NullMarked
package dev.triglot.tests.session;

import org.jspecify.annotations.NullMarked;
