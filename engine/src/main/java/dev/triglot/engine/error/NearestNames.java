package dev.triglot.engine.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the names that a mistyped one was perhaps meant to be, for messages. */
public final class NearestNames {
    private static final int MOST = 3;
    private static final int LONGEST = 64;

    private NearestNames() {}

    private record Candidate(String name, int distance) {}

    /** The names within an edit distance of a third of the length, and those that contain it. */
    public static List<String> of(String wanted, Collection<String> names) {
        if (wanted.isEmpty() || wanted.length() > LONGEST) {
            return List.of();
        }
        int limit = Math.max(2, wanted.length() / 3);
        return names.stream()
                .map(name -> new Candidate(name, EditDistance.of(wanted, name)))
                .filter(c -> c.distance <= limit || c.name.contains(wanted))
                .sorted(Comparator.comparingInt(Candidate::distance))
                .limit(MOST)
                .map(Candidate::name)
                .toList();
    }

    /** A sentence that offers them, with a space before it; empty where none is near. */
    public static String suggestion(String wanted, Collection<String> names) {
        List<String> near = of(wanted, names);
        return near.isEmpty() ? "" : " Did you mean %s?".formatted(String.join(" or ", near));
    }
}
