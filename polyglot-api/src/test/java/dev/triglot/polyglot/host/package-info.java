@NullMarked
package dev.triglot.polyglot.host;

import org.jspecify.annotations.NullMarked;
