package dev.triglot.engine.format;

/** The texts of tokens by which readers know the end of a turn without a key. */
public final class EndTokens {
    private EndTokens() {}

    public static boolean isKnown(String text) {
        return SpecialTokenKeys.isKnownEnd(text);
    }
}
