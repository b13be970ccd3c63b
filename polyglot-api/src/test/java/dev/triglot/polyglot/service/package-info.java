@NullMarked
package dev.triglot.polyglot.service;

import org.jspecify.annotations.NullMarked;
