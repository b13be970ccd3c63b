package dev.triglot.cli.chat;

import dev.triglot.engine.Vocabulary;

/** A prompt's text to ids. */
public final class PromptTokens {
    private PromptTokens() {}

    /**
     * Encodes a prompt. Special tokens are recognised. BOS stands in front where the model asks for
     * it, but once: chat templates often write it themselves. No EOS follows, since the model is to
     * go on.
     */
    public static int[] of(Vocabulary vocabulary, String prompt) {
        int[] ids = vocabulary.encode(prompt, false, true);
        int bos = vocabulary.bos();
        if (!addsBos(vocabulary) || (ids.length > 0 && ids[0] == bos)) {
            return ids;
        }
        return prepend(bos, ids);
    }

    /** Whether the model asks for BOS in front of every text. */
    public static boolean addsBos(Vocabulary vocabulary) {
        int[] nothing = vocabulary.encode("", true, false);
        return nothing.length > 0 && nothing[0] == vocabulary.bos();
    }

    /** The ids with one more in front. */
    public static int[] prepend(int first, int[] rest) {
        int[] all = new int[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }
}
