@NullMarked
package dev.triglot.cli.chat;

import org.jspecify.annotations.NullMarked;
