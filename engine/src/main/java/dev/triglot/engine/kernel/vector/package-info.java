/**
 * Kernels on the Vector API, the only user of {@code jdk.incubator.vector}.
 *
 * <p>Weights are repacked at load so that lanes are rows, not columns: products need no horizontal
 * operation, and the order in which a row's products are added is the same for any width, any split
 * of the work and any number of tokens. Sums over lanes, where they are needed, go through a fixed
 * tree, because {@code reduceLanes} of floats has no defined order.
 *
 * <p>Two families of weight types share almost everything:
 *
 * <ul>
 *   <li>{@link dev.triglot.engine.kernel.vector.IntegerMatrix}: quantized to 2 to 6 bits. Products
 *       with activations of 8 bits are summed exactly in 16-bit lanes ({@link
 *       dev.triglot.engine.kernel.vector.Fields}), then scaled ({@link
 *       dev.triglot.engine.kernel.vector.ScaledSums}).
 *   <li>{@link dev.triglot.engine.kernel.vector.FloatMatrix}: everything else, multiplied as
 *       floats.
 * </ul>
 *
 * <p>Code in hot loops calls the Vector API alone and stays small: C2 gives up inlining helpers in
 * large methods and then allocates every vector.
 */
@NullMarked
package dev.triglot.engine.kernel.vector;

import org.jspecify.annotations.NullMarked;
