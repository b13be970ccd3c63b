package dev.triglot.engine.generate;

import java.util.List;

/**
 * Holds back text that may be the beginning of a stop string, and cuts the text before one.
 *
 * <p>Text goes in as it is generated and comes out as soon as it can no longer belong to a stop
 * string.
 */
final class StopStrings {
    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean stopped;

    StopStrings(List<String> stops) {
        this.stops = stops;
    }

    /** Takes new text, gives what has become certain. */
    String accept(String text) {
        if (stops.isEmpty() || text.isEmpty()) {
            return text;
        }
        held.append(text);
        int end = firstStop();
        if (end >= 0) {
            stopped = true;
            held.setLength(end);
            return flush();
        }
        int certain = held.length() - longestPrefixAtEnd();
        String out = held.substring(0, certain);
        held.delete(0, certain);
        return out;
    }

    /** What is still held, at the end of a generation. */
    String flush() {
        String out = held.toString();
        held.setLength(0);
        return out;
    }

    /** Whether a stop string has been met. */
    boolean stopped() {
        return stopped;
    }

    private int firstStop() {
        int first = -1;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        return first;
    }

    /** Length of the longest end of the held text that begins a stop string. */
    private int longestPrefixAtEnd() {
        int longest = 0;
        for (String stop : stops) {
            for (int n = Math.min(stop.length() - 1, held.length()); n > longest; n--) {
                if (endsWith(stop, n)) {
                    longest = n;
                }
            }
        }
        return longest;
    }

    private boolean endsWith(String stop, int n) {
        int offset = held.length() - n;
        for (int i = 0; i < n; i++) {
            if (held.charAt(offset + i) != stop.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
