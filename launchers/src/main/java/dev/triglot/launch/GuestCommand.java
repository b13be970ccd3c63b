package dev.triglot.launch;

import java.io.IOException;
import java.util.List;

/** A command that runs programs of a language. */
@FunctionalInterface
interface GuestCommand {
    /**
     * Runs to the program's end.
     *
     * @param words what follows the command's name
     * @return the exit code
     * @throws Invocation.UsageException where the words make no sense
     */
    int run(List<String> words) throws IOException;
}
