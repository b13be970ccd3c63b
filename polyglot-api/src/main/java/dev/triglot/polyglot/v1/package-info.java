/**
 * Version 1 of what guest languages see. It only grows: a breaking change would be a version 2
 * beside it.
 *
 * <p>Guests reach it through the binding {@code triglot} that a host installs, or through {@link
 * dev.triglot.polyglot.v1.Triglots#create()} where they may look up Java classes. Every member that
 * a guest may use carries {@link org.graalvm.polyglot.HostAccess.Export}.
 *
 * <p>Arguments are text, numbers, booleans, arrays of numbers in any form that {@link
 * dev.triglot.polyglot.v1.NumberArray} names, functions, and one options object: a dict, an object,
 * a {@code Map}. The keys of options are in camel case or with underscores ({@code maxTokens},
 * {@code max_tokens}); an unknown one is an error that names the nearest known one, and null means
 * the default. Whatever goes wrong is a {@link dev.triglot.polyglot.v1.TriglotError}, except that
 * what a guest's own function throws comes out unchanged.
 *
 * <p>Everything may be used from every thread, unless a type says otherwise.
 */
@NullMarked
package dev.triglot.polyglot.v1;

import org.jspecify.annotations.NullMarked;
