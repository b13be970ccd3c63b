/** A model described independently of its file format. */
@NullMarked
package dev.triglot.engine.model;

import org.jspecify.annotations.NullMarked;
