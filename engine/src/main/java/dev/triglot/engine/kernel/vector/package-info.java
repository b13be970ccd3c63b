/**
 * Kernels on the Vector API, the only user of {@code jdk.incubator.vector}.
 *
 * <p>Lanes are rows of a weight matrix, not columns: no horizontal operation is needed, and a sum never depends on how the
 * work was split. Sums over lanes, where they are needed, go through a fixed tree: {@code reduceLanes} of floats has no
 * defined order.
 */
@NullMarked
package dev.triglot.engine.kernel.vector;

import org.jspecify.annotations.NullMarked;
