package dev.triglot.polyglot.v1;

import dev.triglot.polyglot.service.Services;
import org.graalvm.polyglot.HostAccess;

/**
 * Makes a {@link Triglot} where no host has installed one: {@code
 * java.type("dev.triglot.polyglot.v1.Triglots").create()} in Python, {@code Java.type(...)} in
 * JavaScript.
 */
public final class Triglots {
    private Triglots() {}

    /** With all rights of this process, and the user's own store of models. */
    @HostAccess.Export
    public static Triglot create() {
        return Services.trusted();
    }
}
