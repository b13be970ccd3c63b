package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.format.LegacyReader.Legacy;
import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.model.TokenizerSpec.Algorithm;
import dev.triglot.engine.model.TokenizerSpec.SpecialIds;
import dev.triglot.engine.model.TokenizerSpec.TokenText;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The vocabularies of GPT-J and MPT in files from before GGUF: raw bytes without merges. Repairs
 * what the converters damaged, and finds the special tokens, which most files do not mark.
 */
final class LegacyByteLevelBpe {
    private static final byte[] END_OF_TEXT = "<|endoftext|>".getBytes(UTF_8);
    private static final byte[] NOTHING = {};

    private final byte[][] tokens;
    private final TokenType[] types;
    private final List<String> warnings;

    private LegacyByteLevelBpe(byte[][] tokens, List<String> warnings) {
        this.tokens = tokens.clone();
        this.types = new TokenType[tokens.length];
        this.warnings = warnings;
    }

    static TokenizerSpec of(Legacy file, List<String> warnings) {
        boolean mpt = file.dialect().model() == LegacyModel.MPT;
        return new LegacyByteLevelBpe(file.tokens().texts(), warnings)
                .read(file.tokens().special(), mpt);
    }

    private TokenizerSpec read(boolean[] special, boolean mpt) {
        restoreBytes();
        for (int id = 0; id < tokens.length; id++) {
            types[id] = special[id] || isControl(tokens[id]) ? TokenType.CONTROL : TokenType.NORMAL;
        }
        if (mpt) {
            markSpaces();
        }
        markFillers();
        warnings.add(
                "the vocabulary has no merges, and does not mark all special tokens; tokens are merged in the order of their ids, and <|...|> are control tokens");
        int end = -1;
        for (int id = tokens.length - 1; id >= 0; id--) {
            end = Arrays.equals(tokens[id], END_OF_TEXT) ? id : end;
        }
        SpecialIds ids =
                new SpecialTokenKeys(Metadata.EMPTY, tokens.length, warnings)
                        .read(end, end, -1, tokens, types);
        return new TokenizerSpec(
                Algorithm.BYTE_LEVEL_BPE,
                mpt ? "mpt" : "gpt-2",
                tokens,
                TokenText.RAW_BYTES,
                new float[0],
                types,
                List.of(),
                ids,
                false,
                false,
                false,
                false);
    }

    /** What text never merges into, so it was added. */
    private static boolean isControl(byte[] token) {
        int end = token.length - 1;
        return end >= 4
                && token[0] == '<'
                && token[1] == '|'
                && token[end - 1] == '|'
                && token[end] == '>';
    }

    /**
     * The tokens of single bytes follow each other in a known order, which tells what became of
     * them. One converter wrote each byte as the character of that number, in UTF-8; another what
     * the token is as text, so that bytes which are no text alone became U+FFFD.
     */
    private void restoreBytes() {
        byte[] alphabet = ByteToUnicode.alphabet();
        int start = findAlphabet(alphabet);
        if (start < 0) {
            warnings.add("the vocabulary does not have the 256 bytes in GPT-2's order");
            return;
        }
        int exclamation = ByteToUnicode.firstAboveAscii();
        byte[] asCharacter = new String(alphabet, exclamation, 1, ISO_8859_1).getBytes(UTF_8);
        if (Arrays.equals(tokens[start + exclamation], asCharacter)) {
            warnings.add("tokens are written as characters, not bytes; they are turned back");
            for (int id = 0; id < tokens.length; id++) {
                tokens[id] = fromCharacters(tokens[id]);
            }
        }
        int restored = 0;
        for (int i = 0; i < alphabet.length; i++) {
            byte[] token = {alphabet[i]};
            if (!Arrays.equals(tokens[start + i], token)) {
                tokens[start + i] = token;
                restored++;
            }
        }
        if (restored > 0) {
            warnings.add("%d tokens of single bytes are damaged; restored".formatted(restored));
        }
    }

    /**
     * The id of the first byte's token: ASCII's letters are intact; -1 where they are not there.
     */
    private int findAlphabet(byte[] alphabet) {
        int ascii = ByteToUnicode.firstAboveAscii();
        for (int start = 0; start <= tokens.length - alphabet.length; start++) {
            int matching = 0;
            while (matching < ascii && isByte(tokens[start + matching], alphabet[matching])) {
                matching++;
            }
            if (matching == ascii) {
                return start;
            }
        }
        return -1;
    }

    private static boolean isByte(byte[] token, byte value) {
        return token.length == 1 && token[0] == value;
    }

    private static byte[] fromCharacters(byte[] token) {
        String text = new String(token, UTF_8);
        return text.chars().allMatch(character -> character <= 0xFF)
                ? text.getBytes(ISO_8859_1)
                : token;
    }

    /** Runs of spaces are taken from a text before it is cut; the last ids are those tokens. */
    private void markSpaces() {
        Set<Integer> lengths = new HashSet<>();
        for (int id = tokens.length - 1; id >= 0; id--) {
            byte[] token = tokens[id];
            if (token.length >= 2 && isSpaces(token) && lengths.add(token.length)) {
                types[id] = TokenType.USER_DEFINED;
            }
        }
    }

    private static boolean isSpaces(byte[] token) {
        for (byte value : token) {
            if (value != ' ') {
                return false;
            }
        }
        return true;
    }

    /** Vocabularies are filled up to a round size with empty tokens, or by repeating the last. */
    private void markFillers() {
        Set<ByteBuffer> control = new HashSet<>();
        for (int id = 0; id < tokens.length; id++) {
            boolean repeated =
                    types[id] == TokenType.CONTROL && !control.add(ByteBuffer.wrap(tokens[id]));
            if (repeated) {
                tokens[id] = NOTHING;
            }
            if (tokens[id].length == 0) {
                types[id] = TokenType.UNUSED;
            }
        }
    }
}
