package dev.triglot.engine.tokenizer;

import java.util.List;

/**
 * Finds special tokens in a text: the leftmost first, of those that begin together the longest.
 *
 * <p>The search is that of Aho and Corasick (1975), from right to left with the texts reversed, as
 * then the state at a character tells the longest token that begins there. Linear in the text's
 * length, however many tokens there are.
 */
final class SpecialTokens {
    /**
     * A token and its text.
     *
     * @param stripLeft takes white space before it along
     * @param stripRight takes white space after it along
     */
    record Special(int id, String text, boolean stripLeft, boolean stripRight) {}

    /** Takes a text apart, from left to right. */
    interface Fragments {
        /** Text between tokens, never empty. */
        void text(int from, int to, boolean startsAnew);

        void token(int id);
    }

    private static final int ROOT = 0;

    private final List<Special> specials;
    private final PairTable children;

    /** The state of the longest end of a state's text that begins another. */
    private final int[] fallbacks;

    /** Index of the longest token that ends (reversed: begins) in a state, or -1. */
    private final int[] found;

    SpecialTokens(List<Special> specials) {
        this.specials = specials;
        SpecialTokenTrie trie = new SpecialTokenTrie(specials);
        children = trie.children();
        fallbacks = trie.fallbacks();
        found = trie.found();
    }

    void split(String text, Fragments fragments) {
        if (specials.isEmpty()) {
            if (!text.isEmpty()) {
                fragments.text(0, text.length(), true);
            }
            return;
        }
        // Pairs of position and token, the last position first.
        IntList matches = matches(text);
        int at = 0;
        boolean startsAnew = true;
        for (int i = matches.size() - 2; i >= 0; i -= 2) {
            int start = matches.get(i);
            if (start < at) {
                continue;
            }
            Special special = specials.get(matches.get(i + 1));
            int end = special.stripLeft() ? beforeWhite(text, at, start) : start;
            if (at < end) {
                fragments.text(at, end, startsAnew);
            }
            fragments.token(special.id());
            startsAnew = true;
            at = start + special.text().length();
            at = special.stripRight() ? afterWhite(text, at) : at;
        }
        if (at < text.length()) {
            fragments.text(at, text.length(), startsAnew);
        }
    }

    private IntList matches(String text) {
        IntList matches = new IntList();
        int state = ROOT;
        for (int i = text.length() - 1; i >= 0; i--) {
            int child = children.get(state, text.charAt(i));
            while (child == PairTable.ABSENT && state != ROOT) {
                state = fallbacks[state];
                child = children.get(state, text.charAt(i));
            }
            state = Math.max(child, ROOT);
            if (found[state] >= 0) {
                matches.add(i);
                matches.add(found[state]);
            }
        }
        return matches;
    }

    private static int beforeWhite(String text, int from, int to) {
        int end = to;
        while (end > from && ClassifiedText.isWhite(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private static int afterWhite(String text, int from) {
        int start = from;
        while (start < text.length() && ClassifiedText.isWhite(text.charAt(start))) {
            start++;
        }
        return start;
    }
}
