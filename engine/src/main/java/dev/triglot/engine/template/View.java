package dev.triglot.engine.template;

import java.util.List;

/**
 * What {@code keys()}, {@code values()} and {@code items()} give: can be iterated and counted, not
 * indexed.
 *
 * @param name Python's name of the type
 */
record View(String name, List<Object> items) {}
