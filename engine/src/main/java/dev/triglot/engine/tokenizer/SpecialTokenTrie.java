package dev.triglot.engine.tokenizer;

import dev.triglot.engine.tokenizer.SpecialTokens.Special;
import java.util.Arrays;
import java.util.List;

/** Builds the states of {@link SpecialTokens}: a trie of the reversed texts with fallbacks. */
final class SpecialTokenTrie {
    private static final int ROOT = 0;
    private static final int NONE = -1;

    private final PairTable children = new PairTable(16);
    private final int[] fallbacks;
    private final int[] found;

    /** The children of each state as linked lists, to visit the states by depth. */
    private final int[] firstChild;

    private final int[] sibling;
    private final char[] characters;
    private int states = 1;

    SpecialTokenTrie(List<Special> specials) {
        int most = 1;
        for (Special special : specials) {
            most = Math.addExact(most, special.text().length());
        }
        fallbacks = new int[most];
        found = new int[most];
        firstChild = new int[most];
        sibling = new int[most];
        characters = new char[most];
        Arrays.fill(found, NONE);
        Arrays.fill(firstChild, NONE);
        for (int i = 0; i < specials.size(); i++) {
            int state = addReversed(specials.get(i).text());
            if (found[state] == NONE) {
                found[state] = i;
            }
        }
        linkFallbacks();
    }

    private int addReversed(String text) {
        int state = ROOT;
        for (int i = text.length() - 1; i >= 0; i--) {
            int child = children.get(state, text.charAt(i));
            if (child == PairTable.ABSENT) {
                child = states++;
                children.putIfAbsent(state, text.charAt(i), child);
                characters[child] = text.charAt(i);
                sibling[child] = firstChild[state];
                firstChild[state] = child;
            }
            state = child;
        }
        return state;
    }

    private void linkFallbacks() {
        int[] queue = new int[states];
        int tail = 1;
        for (int head = 0; head < tail; head++) {
            int state = queue[head];
            for (int child = firstChild[state]; child != NONE; child = sibling[child]) {
                fallbacks[child] = state == ROOT ? ROOT : fallback(state, characters[child]);
                if (found[child] == NONE) {
                    found[child] = found[fallbacks[child]];
                }
                queue[tail++] = child;
            }
        }
    }

    private int fallback(int parent, char character) {
        int state = parent;
        int child = PairTable.ABSENT;
        while (child == PairTable.ABSENT && state != ROOT) {
            state = fallbacks[state];
            child = children.get(state, character);
        }
        return Math.max(child, ROOT);
    }

    PairTable children() {
        return children;
    }

    int[] fallbacks() {
        return fallbacks;
    }

    int[] found() {
        return found;
    }
}
