/**
 * What stands behind the interfaces of {@code v1}: arguments of guests in, the engine's errors out.
 */
@NullMarked
package dev.triglot.polyglot.service;

import org.jspecify.annotations.NullMarked;
