/** Types, shapes and tensors: what a model file holds. */
@NullMarked
package dev.triglot.engine.tensor;

import org.jspecify.annotations.NullMarked;
