package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A vocabulary in the making, from whatever files a checkpoint has, and its form in GGUF: so one
 * reader checks all vocabularies, and a converted file says the same as its checkpoint.
 */
final class CheckpointVocabulary {
    private static final int MAX_TOKENS = 1 << 20;
    private static final float UNUSED_SCORE = -10_000;
    private static final float ADDED_SCORE = -1000;
    private static final Set<String> SPECIAL_TEXTS =
            Set.of("<pad>", "<mask>", "<2mass>", "[@BOS@]");

    private final int limit;
    private final Map<String, Integer> added = new HashMap<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<String, MetadataValue> keys = new LinkedHashMap<>();
    private final List<byte[]> merges = new ArrayList<>();
    private byte[][] tokens = new byte[256][];
    private TokenType[] types = new TokenType[256];
    private float[] scores = new float[256];
    private int size;
    private int beyond;

    /**
     * @param vocabSize rows of the embedding; 0 where they are not known
     */
    CheckpointVocabulary(int vocabSize) {
        this.limit = vocabSize == 0 ? MAX_TOKENS : Math.min(vocabSize, MAX_TOKENS);
    }

    /** Tokens that have no row in the embedding, and were left out. */
    int beyond() {
        return beyond;
    }

    void token(long id, String text, TokenType type, float score) {
        ids.put(text, set(id, text, type, score));
    }

    /** A token beside those of the model; it is found in texts before they are cut up. */
    void addedToken(long id, String text, boolean special) {
        boolean control = special || looksSpecial(text);
        String stored = control ? text : text.replace('\u2581', ' ');
        added.put(
                text,
                set(id, stored, control ? TokenType.CONTROL : TokenType.USER_DEFINED, ADDED_SCORE));
    }

    /** Some checkpoints do not mark what ordinary text never has. */
    private static boolean looksSpecial(String text) {
        return SPECIAL_TEXTS.contains(text)
                || (text.startsWith("<|") && text.endsWith("|>"))
                || (text.startsWith("<\uff5c") && text.endsWith("\uff5c>"))
                || (text.startsWith("<unused") && text.endsWith(">"));
    }

    private int set(long id, String text, TokenType type, float score) {
        if (id < 0 || id >= limit) {
            beyond++;
            return -1;
        }
        int index = (int) id;
        if (index >= tokens.length) {
            int length = Math.min(limit, Math.max(index + 1, 2 * tokens.length));
            tokens = Arrays.copyOf(tokens, length);
            types = Arrays.copyOf(types, length);
            scores = Arrays.copyOf(scores, length);
        }
        tokens[index] = text.getBytes(UTF_8);
        types[index] = type;
        scores[index] = score;
        size = Math.max(size, index + 1);
        return index;
    }

    /** A pair that becomes one token, in rank order; spaces in a part in byte-level form. */
    void merge(String left, String right) {
        merges.add(
                (left.replace(' ', '\u0120') + " " + right.replace(' ', '\u0120')).getBytes(UTF_8));
    }

    int mergeCount() {
        return merges.size();
    }

    void key(String name, MetadataValue value) {
        keys.put(GgufTokenizer.PREFIX + name, value);
    }

    boolean hasKey(String name) {
        return keys.containsKey(GgufTokenizer.PREFIX + name);
    }

    /** The id of a token's text, or -1. */
    int find(@Nullable String text) {
        return text == null ? -1 : added.getOrDefault(text, ids.getOrDefault(text, -1));
    }

    void markSpecial(@Nullable String text) {
        int id = find(text);
        if (id >= 0 && (types[id] == TokenType.NORMAL || types[id] == TokenType.USER_DEFINED)) {
            types[id] = TokenType.CONTROL;
        }
    }

    /** All of it under GGUF's keys; ids without a token are filled up. */
    Map<String, MetadataValue> keys(boolean sentencePiece) {
        int count = limit == MAX_TOKENS ? size : limit;
        List<byte[]> texts = new ArrayList<>(count);
        int[] numbers = new int[count];
        float[] ranked = new float[count];
        for (int id = 0; id < count; id++) {
            byte[] token = id < size ? tokens[id] : null;
            texts.add(token == null ? ("[PAD" + id + "]").getBytes(UTF_8) : token);
            TokenType type = token == null ? TokenType.UNUSED : types[id];
            numbers[id] = type.number();
            ranked[id] = token == null ? UNUSED_SCORE : scores[id];
        }
        Map<String, MetadataValue> all = new LinkedHashMap<>();
        String prefix = GgufTokenizer.PREFIX;
        all.put(prefix + "model", MetadataValue.text(sentencePiece ? "llama" : "gpt2"));
        all.put(prefix + "tokens", MetadataValue.Texts.of(texts));
        all.put(prefix + "token_type", MetadataValue.Numbers.of(numbers));
        if (sentencePiece) {
            all.put(prefix + "scores", MetadataValue.Numbers.of(ranked));
        } else {
            all.put(prefix + "merges", MetadataValue.Texts.of(merges));
        }
        all.putAll(keys);
        return all;
    }
}
