package dev.triglot.engine.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the names that a mistyped one was perhaps meant to be. */
final class NearestNames {
    private static final int MOST = 3;
    private static final int LONGEST = 64;

    private NearestNames() {}

    private record Candidate(String name, int distance) {}

    /** The names within an edit distance of a third of the length, and those that contain it. */
    static List<String> of(String wanted, Collection<String> names) {
        if (wanted.isEmpty() || wanted.length() > LONGEST) {
            return List.of();
        }
        int limit = Math.max(2, wanted.length() / 3);
        return names.stream()
                .map(name -> new Candidate(name, distance(wanted, name)))
                .filter(c -> c.distance <= limit || c.name.contains(wanted))
                .sorted(Comparator.comparingInt(Candidate::distance))
                .limit(MOST)
                .map(Candidate::name)
                .toList();
    }

    /** Levenshtein's distance: insertions, deletions and replacements of one character. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
