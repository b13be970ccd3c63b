package dev.triglot.polyglot.service;

import dev.triglot.engine.error.EditDistance;
import java.util.Collection;
import java.util.Locale;

/** What somebody may have meant. */
final class NearestName {
    /** No option's name is that long. */
    private static final int LONGEST = 64;

    private NearestName() {}

    /** The known name at the smallest edit distance; empty where nothing is near. */
    static String of(String name, Collection<String> known) {
        String wanted =
                name.substring(0, Math.min(LONGEST, name.length())).toLowerCase(Locale.ROOT);
        String nearest = "";
        int limit = Math.max(2, name.length() / 2);
        for (String candidate : known) {
            int distance = EditDistance.of(wanted, candidate.toLowerCase(Locale.ROOT));
            if (distance <= limit) {
                limit = distance - 1;
                nearest = candidate;
            }
        }
        return nearest;
    }
}
