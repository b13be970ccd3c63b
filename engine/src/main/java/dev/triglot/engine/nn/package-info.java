/**
 * The blocks that transformers are built of. Immutable; whatever changes lives in {@code Workspace}
 * and {@code KvCache}.
 */
@NullMarked
package dev.triglot.engine.nn;

import org.jspecify.annotations.NullMarked;
