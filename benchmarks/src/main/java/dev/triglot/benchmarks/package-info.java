/** What the kernels take, measured with JMH; each benchmark first checks what it computes. */
@NullMarked
package dev.triglot.benchmarks;

import org.jspecify.annotations.NullMarked;
