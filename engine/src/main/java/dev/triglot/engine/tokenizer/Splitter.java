package dev.triglot.engine.tokenizer;

/** One step of a pre-tokenizer: cuts a piece of text into smaller pieces; loses nothing. */
@FunctionalInterface
interface Splitter {
    /** Takes the pieces from left to right. */
    @FunctionalInterface
    interface Pieces {
        void accept(int from, int to);
    }

    void split(ClassifiedText text, int from, int to, Pieces pieces);

    /** Cuts each piece further. */
    default Splitter then(Splitter next) {
        return (text, from, to, pieces) ->
                split(text, from, to, (start, end) -> next.split(text, start, end, pieces));
    }

    /**
     * The matches of a regular expression and what lies between them. Where more than one
     * alternative matches, the first counts.
     */
    static Splitter matches(Part... alternatives) {
        return (text, from, to, pieces) -> {
            int gap = from;
            int at = from;
            while (at < to) {
                int end = firstMatch(alternatives, text, at, to);
                if (end <= at) {
                    at++;
                    continue;
                }
                if (gap < at) {
                    pieces.accept(gap, at);
                }
                pieces.accept(at, end);
                gap = end;
                at = end;
            }
            if (gap < to) {
                pieces.accept(gap, to);
            }
        };
    }

    private static int firstMatch(Part[] alternatives, ClassifiedText text, int from, int to) {
        for (Part alternative : alternatives) {
            int end = alternative.match(text, from, to);
            if (end >= 0) {
                return end;
            }
        }
        return Part.NO_MATCH;
    }

    /**
     * Cuts runs of digits into threes from the right, as people write them: before each digit that
     * a multiple of three ends the run from.
     */
    static Splitter digitsInThrees(CharSet digits) {
        return (text, from, to, pieces) -> {
            int start = from;
            int at = from;
            while (at < to) {
                int end = text.endOfRun(digits, at, to);
                for (int cut = at + (end - at) % 3; cut < end; cut += 3) {
                    if (start < cut) {
                        pieces.accept(start, cut);
                    }
                    start = cut;
                }
                at = Math.max(end, at + 1);
            }
            if (start < to) {
                pieces.accept(start, to);
            }
        };
    }
}
