package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.format.LegacyReader.Tokens;
import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.model.TokenizerSpec.Algorithm;
import dev.triglot.engine.model.TokenizerSpec.SpecialIds;
import dev.triglot.engine.model.TokenizerSpec.TokenText;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * LLaMA's vocabulary in files from before GGUF: the bytes that a token stands for, so a space where
 * SentencePiece writes U+2581, and nothing for a control token. Turned back into SentencePiece's
 * own form.
 */
final class LegacySentencePiece {
    private static final int UNKNOWN = 0;
    private static final int BOS = 1;
    private static final int EOS = 2;
    private static final int FIRST_BYTE = 3;
    private static final byte[] BLOCK = "\u2581".getBytes(UTF_8);

    /** What convert.py gave to tokens that were added after training. */
    private static final float ADDED = -1000;

    private LegacySentencePiece() {}

    static TokenizerSpec of(Tokens tokens, List<String> warnings) {
        int size = tokens.texts().length;
        byte[][] texts = new byte[size][];
        TokenType[] types = new TokenType[size];
        float[] scores = scores(tokens, warnings);
        for (int id = 0; id < size; id++) {
            byte[] text = tokens.texts()[id];
            boolean added = tokens.scores() != null && scores[id] == ADDED;
            types[id] = type(id, text, added);
            texts[id] =
                    switch (types[id]) {
                        case UNKNOWN -> "<unk>".getBytes(UTF_8);
                        case CONTROL -> (id == BOS ? "<s>" : "</s>").getBytes(UTF_8);
                        case BYTE -> "<0x%02X>".formatted(text[0] & 0xFF).getBytes(UTF_8);
                        case NORMAL -> withBlocks(text);
                        default -> text;
                    };
        }
        warnings.add("the file does not mark control and byte tokens; LLaMA's ids are assumed");
        SpecialTokenKeys special = new SpecialTokenKeys(Metadata.EMPTY, size, warnings);
        SpecialIds ids =
                special.read(BOS < size ? BOS : -1, EOS < size ? EOS : -1, UNKNOWN, texts, types);
        return new TokenizerSpec(
                Algorithm.SENTENCE_PIECE,
                "default",
                texts,
                TokenText.SENTENCE_PIECE,
                scores,
                types,
                List.of(),
                ids,
                true,
                false,
                true,
                false);
    }

    private static TokenType type(int id, byte[] text, boolean added) {
        if (id == UNKNOWN) {
            return TokenType.UNKNOWN;
        }
        if (id == BOS || id == EOS) {
            return TokenType.CONTROL;
        }
        if (text.length == 1 && (text[0] & 0xFF) == id - FIRST_BYTE) {
            return TokenType.BYTE;
        }
        if (text.length == 0) {
            return TokenType.UNUSED;
        }
        return added ? TokenType.USER_DEFINED : TokenType.NORMAL;
    }

    /** Without scores the ids tell: SentencePiece numbers tokens in the order of its merges. */
    private static float[] scores(Tokens tokens, List<String> warnings) {
        if (tokens.scores() != null) {
            return tokens.scores();
        }
        warnings.add("the vocabulary has no scores; tokens are merged in the order of their ids");
        float[] scores = new float[tokens.texts().length];
        for (int id = 0; id < scores.length; id++) {
            scores[id] = -id;
        }
        return scores;
    }

    private static byte[] withBlocks(byte[] text) {
        ByteArrayOutputStream blocks = new ByteArrayOutputStream(text.length + 2);
        for (byte value : text) {
            if (value == ' ') {
                blocks.writeBytes(BLOCK);
            } else {
                blocks.write(value);
            }
        }
        return blocks.toByteArray();
    }
}
