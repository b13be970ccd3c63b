/**
 * For Java applications: contexts in which guest scripts find Triglot, and what they may do there.
 */
@NullMarked
package dev.triglot.polyglot.host;

import org.jspecify.annotations.NullMarked;
