package dev.triglot.polyglot.service;

import java.util.Collection;
import java.util.Locale;

/** What somebody may have meant. */
final class NearestName {
    private NearestName() {}

    /** The known name at the smallest edit distance; empty where nothing is near. */
    static String of(String name, Collection<String> known) {
        String nearest = "";
        int limit = Math.max(2, name.length() / 2);
        for (String candidate : known) {
            int distance =
                    distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance <= limit) {
                limit = distance - 1;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Levenshtein's, of names; long ones are cut, since no option is that long. */
    private static int distance(String first, String second) {
        String a = first.substring(0, Math.min(64, first.length()));
        int[] row = new int[second.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (a.charAt(i - 1) == second.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[second.length()];
    }
}
