package dev.triglot.engine.format;

import static dev.triglot.engine.format.GgufTokenizer.PREFIX;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.model.TokenizerSpec.SpecialIds;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The tokens with a role: from keys where the file has them, else by their well-known texts. */
final class SpecialTokenKeys {
    /** Texts that end a turn, the more specific first: the first one found is EOT. */
    private static final List<String> END_OF_TURN =
            List.of(
                    "<|eot_id|>",
                    "<|im_end|>",
                    "<|end|>",
                    "<end_of_turn>",
                    "<end_of_utterance>",
                    "<EOT>",
                    "_<EOT>",
                    "[EOT]",
                    "<|end_of_text|>",
                    "<｜end▁of▁sentence｜>",
                    "<|endoftext|>");

    /** Further texts after which nothing that was asked for can follow. */
    private static final List<String> END_OF_GENERATION =
            List.of(
                    "</s>",
                    "<eos>",
                    "[EOS]",
                    "<|eom_id|>",
                    "<|return|>",
                    "<|call|>",
                    "<|fim_pad|>",
                    "<fim-pad>",
                    "<fim_pad>",
                    "<PAD>",
                    "[PAD]",
                    "<|fim_repo|>",
                    "<|repo_name|>",
                    "<fim-repo>",
                    "<REPO>",
                    "<reponame>",
                    "<|file_sep|>");

    private static final List<String> END_KEYS =
            List.of("eom_token_id", "fim_pad_token_id", "fim_rep_token_id", "fim_sep_token_id");

    private static final int MAX_TEXT_BYTES = 32;
    private static final long NO_TOKEN = 0xffff_ffffL;

    private final Metadata metadata;
    private final int vocabularySize;
    private final List<String> warnings;

    SpecialTokenKeys(Metadata metadata, int vocabularySize, List<String> warnings) {
        this.metadata = metadata;
        this.vocabularySize = vocabularySize;
        this.warnings = warnings;
    }

    /** Whether a token of this text is taken as an end without a key that says so. */
    static boolean isKnownEnd(String text) {
        return END_OF_TURN.contains(text) || END_OF_GENERATION.contains(text);
    }

    /** The id under a key; without one the default where the vocabulary is that large, else -1. */
    int id(String name, int otherwise) {
        String key = PREFIX + name;
        if (!metadata.has(key)) {
            return otherwise < vocabularySize ? otherwise : -1;
        }
        long id = metadata.whole(key, -1, NO_TOKEN, -1);
        if (id == -1 || id == NO_TOKEN) {
            return -1;
        }
        if (id >= vocabularySize) {
            throw metadata.error(
                    key, "is %d, but the vocabulary has %d tokens".formatted(id, vocabularySize));
        }
        return (int) id;
    }

    /** As {@link #id}, but for a token that no text depends on. */
    private int unimportantId(String name) {
        String key = PREFIX + name;
        long id = metadata.whole(key, Long.MIN_VALUE, Long.MAX_VALUE, -1);
        if (id >= 0 && id < vocabularySize) {
            return (int) id;
        }
        if (id != -1 && id != NO_TOKEN) {
            warnings.add("%s is %d, which is no token; it is ignored".formatted(key, id));
        }
        return -1;
    }

    /**
     * All roles.
     *
     * @param types changed where a token that ends a generation is not marked as a control token
     */
    SpecialIds read(int bos, int eos, int unknown, byte[][] tokens, TokenType[] types) {
        Map<String, Integer> found = findEndTokens(tokens, types);
        int eot = id("eot_token_id", -1);
        if (eot < 0) {
            eot =
                    END_OF_TURN.stream()
                            .filter(found::containsKey)
                            .findFirst()
                            .map(found::get)
                            .orElse(-1);
        }
        TreeSet<Integer> eog = new TreeSet<>(found.values());
        eog.add(eos);
        eog.add(eot);
        END_KEYS.forEach(key -> eog.add(unimportantId(key)));
        eog.remove(-1);
        if (eog.isEmpty()) {
            warnings.add("no token ends a generation");
        }
        return new SpecialIds(
                bos,
                eos,
                eot,
                unknown,
                unimportantId("seperator_token_id"),
                unimportantId("padding_token_id"),
                eog.stream().mapToInt(Integer::intValue).toArray());
    }

    private Map<String, Integer> findEndTokens(byte[][] tokens, TokenType[] types) {
        Map<String, Integer> found = new LinkedHashMap<>();
        for (int id = 0; id < tokens.length; id++) {
            byte[] token = tokens[id];
            if (token.length < 5 || token.length > MAX_TEXT_BYTES) {
                continue;
            }
            boolean marked = types[id] == TokenType.CONTROL || types[id] == TokenType.USER_DEFINED;
            // Ordinary text never merges into <|...|>, so such a token is special all the same.
            if (!marked && !(token[0] == '<' && token[1] == '|')) {
                continue;
            }
            String text = new String(token, UTF_8);
            if (isKnownEnd(text)) {
                found.putIfAbsent(text, id);
                if (!marked) {
                    types[id] = TokenType.CONTROL;
                    warnings.add(
                            "token %d %s is taken as a control token, which the file does not say"
                                    .formatted(id, Quoted.quote(text)));
                }
            }
        }
        return found;
    }

    boolean addsBos(SpecialIds ids, boolean otherwise) {
        return adds("add_bos_token", otherwise, ids.bos());
    }

    boolean addsEos(SpecialIds ids) {
        return adds("add_eos_token", false, ids.eos());
    }

    private boolean adds(String name, boolean otherwise, int id) {
        boolean adds = metadata.flag(PREFIX + name, otherwise);
        if (adds && id < 0) {
            warnings.add(PREFIX + name + " is true, but the file names no such token");
        }
        return adds && id >= 0;
    }
}
