package dev.triglot.engine.tokenizer;

import org.jspecify.annotations.Nullable;

/**
 * A set of characters as the classes of Unicode regular expressions describe it: general
 * categories, ranges of code points, or the complement of these.
 */
final class CharSet {
    /** Categories in the place of those that a well-formed text has no use for. */
    static final int CATEGORY_NEWLINE = 17;

    static final int CATEGORY_WHITE_CONTROL = 31;

    static final CharSet UPPER = category(Character.UPPERCASE_LETTER);
    static final CharSet LOWER = category(Character.LOWERCASE_LETTER);
    static final CharSet TITLE = category(Character.TITLECASE_LETTER);

    /** Letters without case: {@code \p{Lm}\p{Lo}}. */
    static final CharSet CASELESS =
            category(Character.MODIFIER_LETTER).or(category(Character.OTHER_LETTER));

    /** {@code \p{L}}. */
    static final CharSet LETTER = UPPER.or(LOWER).or(TITLE).or(CASELESS);

    /** {@code \p{M}}. */
    static final CharSet MARK =
            category(Character.NON_SPACING_MARK)
                    .or(category(Character.ENCLOSING_MARK))
                    .or(category(Character.COMBINING_SPACING_MARK));

    /** {@code \d}, which is {@code \p{Nd}}. */
    static final CharSet DIGIT = category(Character.DECIMAL_DIGIT_NUMBER);

    /** {@code \p{N}}. */
    static final CharSet NUMBER =
            DIGIT.or(category(Character.LETTER_NUMBER)).or(category(Character.OTHER_NUMBER));

    /** {@code \p{P}}. */
    static final CharSet PUNCTUATION =
            category(Character.DASH_PUNCTUATION)
                    .or(category(Character.START_PUNCTUATION))
                    .or(category(Character.END_PUNCTUATION))
                    .or(category(Character.CONNECTOR_PUNCTUATION))
                    .or(category(Character.OTHER_PUNCTUATION))
                    .or(category(Character.INITIAL_QUOTE_PUNCTUATION))
                    .or(category(Character.FINAL_QUOTE_PUNCTUATION));

    /** {@code \p{S}}. */
    static final CharSet SYMBOL =
            category(Character.MATH_SYMBOL)
                    .or(category(Character.CURRENCY_SYMBOL))
                    .or(category(Character.MODIFIER_SYMBOL))
                    .or(category(Character.OTHER_SYMBOL));

    /** {@code [\r\n]}. */
    static final CharSet NEWLINE = category(CATEGORY_NEWLINE);

    /** {@code \s}: the property White_Space. */
    static final CharSet WHITE =
            NEWLINE.or(category(CATEGORY_WHITE_CONTROL))
                    .or(category(Character.SPACE_SEPARATOR))
                    .or(category(Character.LINE_SEPARATOR))
                    .or(category(Character.PARAGRAPH_SEPARATOR));

    static final CharSet SPACE = ranges(" ");

    private final int categories;
    private final int @Nullable [] ranges;
    private final boolean complement;

    private CharSet(int categories, int @Nullable [] ranges, boolean complement) {
        this.categories = categories;
        this.ranges = ranges;
        this.complement = complement;
    }

    private static CharSet category(int category) {
        return new CharSet(1 << category, null, false);
    }

    /** Characters and ranges as in a regular expression's brackets; a hyphen stands first. */
    static CharSet ranges(String specification) {
        int[] points = specification.codePoints().toArray();
        IntList bounds = new IntList();
        for (int i = 0; i < points.length; i++) {
            bounds.add(points[i]);
            if (i + 2 < points.length && points[i + 1] == '-') {
                i += 2;
            }
            bounds.add(points[i]);
        }
        return new CharSet(0, bounds.toArray(), false);
    }

    /** The union; neither set may be a complement. */
    CharSet or(CharSet other) {
        return new CharSet(categories | other.categories, concat(ranges, other.ranges), false);
    }

    CharSet not() {
        return new CharSet(categories, ranges, !complement);
    }

    boolean contains(int category, int codePoint) {
        boolean in =
                ((categories >>> category) & 1) != 0 || (ranges != null && inRanges(codePoint));
        return in != complement;
    }

    private boolean inRanges(int codePoint) {
        int[] bounds = ranges;
        if (bounds == null) {
            return false;
        }
        for (int i = 0; i < bounds.length; i += 2) {
            if (bounds[i] <= codePoint && codePoint <= bounds[i + 1]) {
                return true;
            }
        }
        return false;
    }

    private static int @Nullable [] concat(int @Nullable [] a, int @Nullable [] b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        int[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
