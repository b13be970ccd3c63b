/**
 * JavaScript as Node's users write it: an event loop, CommonJS and ES modules, Node's built-in
 * modules, and the modules {@code triglot} and {@code gpt4all} over the polyglot API.
 *
 * <p>{@link dev.triglot.js.NodeRuntime} is the way in. What a script sees of Java are functions
 * only (see {@code Natives}), so that it works under any host access policy.
 */
@NullMarked
package dev.triglot.js;

import org.jspecify.annotations.NullMarked;
