package dev.triglot.polyglot.host;

import dev.triglot.polyglot.v1.Triglot;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.io.FileSystem;

/**
 * What a language needs so that its scripts find Triglot in their own way; found through {@link
 * java.util.ServiceLoader}. A {@link TriglotHost} asks those of its languages, in this order:
 * {@link #fileSystem}, {@link #configure}, and for each context {@link #install}.
 */
public interface LanguageSupport {
    /** The language's id, such as {@code python} or {@code js}. */
    String language();

    /**
     * Shows files of its own, such as modules inside of a jar, in front of what is there.
     *
     * @param base what the profile lets scripts see
     */
    default FileSystem fileSystem(FileSystem base, Profile profile) {
        return base;
    }

    /**
     * Sets the language's options. Access rights are the profile's: they are set afterwards and
     * win.
     */
    default void configure(Context.Builder builder, Profile profile) {}

    /** Puts modules or globals into a new context. The binding {@code triglot} is there already. */
    default void install(Context context, Triglot triglot, Profile profile) {}
}
