/**
 * Where models come from and where they are kept: a catalog of names, sources and checksums, and a
 * folder of verified files.
 *
 * <p>The rules: a file gets its final name only after its SHA-256 was found right; what is fetched
 * is never larger than the catalog says; one lock per model keeps two processes apart; a partial
 * download survives any end of the process and is resumed.
 */
@NullMarked
package dev.triglot.engine.store;

import org.jspecify.annotations.NullMarked;
