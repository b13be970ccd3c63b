package dev.triglot.engine.tokenizer;

/**
 * A piece of a regular expression, matched by hand: each takes time linear in what it looks at, and
 * none needs the stack, so that a long run of one character is no trap.
 */
@FunctionalInterface
interface Part {
    int NO_MATCH = -1;

    /** The end of the match that begins at an index, or {@link #NO_MATCH}. */
    int match(ClassifiedText text, int from, int to);

    /** This, then the next, without going back. */
    default Part then(Part next) {
        return (text, from, to) -> {
            int end = match(text, from, to);
            return end < 0 ? NO_MATCH : next.match(text, end, to);
        };
    }

    /** {@code [set]+}. */
    static Part oneOrMore(CharSet set) {
        return (text, from, to) -> {
            int end = text.endOfRun(set, from, to);
            return end > from ? end : NO_MATCH;
        };
    }

    /** {@code [set]*}. */
    static Part zeroOrMore(CharSet set) {
        return (text, from, to) -> text.endOfRun(set, from, to);
    }

    /** {@code [set]{1,n}}. */
    static Part upTo(int n, CharSet set) {
        return (text, from, to) -> {
            int end = text.endOfRun(set, from, n < to - from ? from + n : to);
            return end > from ? end : NO_MATCH;
        };
    }

    /** {@code (...)?}. */
    static Part optional(Part part) {
        return (text, from, to) -> Math.max(from, part.match(text, from, to));
    }

    /** {@code [lead]?body}: a body that cannot follow a lead may still begin at it. */
    static Part led(CharSet lead, Part body) {
        return (text, from, to) -> {
            if (from < to && text.is(from, lead)) {
                int end = body.match(text, from + 1, to);
                if (end >= 0) {
                    return end;
                }
            }
            return body.match(text, from, to);
        };
    }

    /** {@code [lead]?[set]+}. */
    static Part led(CharSet lead, CharSet set) {
        return led(lead, oneOrMore(set));
    }

    static Part literal(String characters) {
        int[] points = characters.codePoints().toArray();
        return (text, from, to) -> {
            if (to - from < points.length) {
                return NO_MATCH;
            }
            for (int i = 0; i < points.length; i++) {
                if (text.codePoint(from + i) != points[i]) {
                    return NO_MATCH;
                }
            }
            return from + points.length;
        };
    }

    /** {@code 's|'t|'re|'ve|'m|'ll|'d}. */
    static Part contraction() {
        return (text, from, to) -> contraction(text, from, to, false);
    }

    /** {@code (?i:'s|'t|'re|'ve|'m|'ll|'d)}. */
    static Part contractionInAnyCase() {
        return (text, from, to) -> contraction(text, from, to, true);
    }

    private static int contraction(ClassifiedText text, int from, int to, boolean anyCase) {
        if (to - from < 2 || text.codePoint(from) != '\'') {
            return NO_MATCH;
        }
        int first = fold(text.codePoint(from + 1), anyCase);
        if (first == 's' || first == 't' || first == 'm' || first == 'd') {
            return from + 2;
        }
        int second = to - from < 3 ? -1 : fold(text.codePoint(from + 2), anyCase);
        boolean two =
                (first == 'r' && second == 'e')
                        || (first == 'v' && second == 'e')
                        || (first == 'l' && second == 'l');
        return two ? from + 3 : NO_MATCH;
    }

    private static int fold(int codePoint, boolean anyCase) {
        if (!anyCase) {
            return codePoint;
        }
        // The long s is the one letter beyond ASCII that folds to one of a contraction.
        return codePoint == 0x17F ? 's' : Character.toLowerCase(codePoint);
    }

    /** {@code \s*[\r\n]+}: up to the last newline of the white space. */
    static Part throughNewline() {
        return (text, from, to) -> {
            int newline = text.lastNewline(from, to);
            return newline < 0 ? NO_MATCH : newline + 1;
        };
    }

    /** {@code \s+(?!\S)}: leaves the last white space to the word that follows. */
    static Part whiteBeforeWhite() {
        return whiteBeforeWhite(Integer.MAX_VALUE);
    }

    /** {@code \s{1,n}(?!\S)}. */
    static Part whiteBeforeWhite(int n) {
        return (text, from, to) -> {
            int end = text.endOfWhite(from, to);
            if (end - from > n) {
                return from + n;
            }
            if (end < to) {
                end--;
            }
            return end > from ? end : NO_MATCH;
        };
    }

    /** {@code \s{n}(?!\S)}. */
    static Part exactlyWhiteBeforeWhite(int n) {
        return (text, from, to) -> {
            int run = text.endOfWhite(from, to) - from;
            return run > n || (run == n && from + n == to) ? from + n : NO_MATCH;
        };
    }

    /** {@code \s+}. */
    static Part white() {
        return oneOrMore(CharSet.WHITE);
    }

    /** {@code \s+$}. */
    static Part whiteAtEnd() {
        return (text, from, to) -> {
            int end = text.endOfWhite(from, to);
            return end > from && end == to ? end : NO_MATCH;
        };
    }

    /**
     * {@code [upper]*[lower]+}, where the sets overlap: without a lower character after the run of
     * upper ones, the last of the run that is in both sets is the lower one.
     */
    static Part upperThenLower(CharSet upper, CharSet lower) {
        return (text, from, to) -> {
            int middle = text.endOfRun(upper, from, to);
            int end = text.endOfRun(lower, middle, to);
            if (end > middle) {
                return end;
            }
            while (middle > from) {
                if (text.is(--middle, lower)) {
                    return middle + 1;
                }
            }
            return NO_MATCH;
        };
    }

    /** {@code \p{L}\p{M}*(?: \p{L}\p{M}*)*}, once or more: words with single spaces between. */
    static Part spacedWords() {
        CharSet body = CharSet.LETTER.or(CharSet.MARK);
        return (text, from, to) -> {
            if (from == to || !text.is(from, CharSet.LETTER)) {
                return NO_MATCH;
            }
            int end = text.endOfRun(body, from, to);
            while (end + 1 < to && text.codePoint(end) == ' ' && text.is(end + 1, CharSet.LETTER)) {
                end = text.endOfRun(body, end + 1, to);
            }
            return end;
        };
    }
}
