package dev.triglot.engine.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import dev.triglot.engine.tokenizer.Tokenizer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether text survives being encoded and decoded: sentences of several scripts, and what every
 * token stands for. Text that the vocabulary cannot write, because it has no bytes to fall back to,
 * is left out, and so is text that the tokenizer normalizes.
 */
public final class RoundTrip {
    private static final List<String> TEXTS =
            List.of(
                    "In the beginning God created the heaven and the earth.",
                    "It's 12:45, isn't it? They'll pay $1,234.50 (or 3e-8) for it!",
                    "def f(x):\n\treturn [y ** 2 for y in x if y != 0]  # two  spaces\n\n",
                    "Größe, façade, Ærø, naïve, señor",
                    "Съешь же ещё этих мягких французских булок",
                    "敏捷的棕色狐狸跳过懒狗。日本語のテキスト、한국어 문장",
                    "مرحبا بالعالم שלום עולם",
                    "👩‍👩‍👧 🇩🇪 👍🏽 ∑∫√ ½ € \u00a0 \u200b",
                    "<0x41> </s> <s> [INST] <|endoftext|> Ġ Ċ");

    private final Tokenizer tokenizer;
    private final TokenizerSpec spec;

    public RoundTrip(Tokenizer tokenizer, TokenizerSpec spec) {
        this.tokenizer = tokenizer;
        this.spec = spec;
    }

    /**
     * The first text that comes back as another one, with what it became; null if there is none.
     */
    public @Nullable String changedText() {
        for (String text : TEXTS) {
            String back = changed(text);
            if (back != null) {
                return "\"%s\" comes back as \"%s\"".formatted(text, back);
            }
        }
        return null;
    }

    /** The first token whose text comes back as another one; null if there is none. */
    public @Nullable String changedToken() {
        for (int id = 0; id < tokenizer.size(); id++) {
            TokenType type = spec.types()[id];
            String text =
                    type == TokenType.NORMAL || type == TokenType.USER_DEFINED
                            ? text(tokenizer.bytes(id, true))
                            : null;
            String back = text == null ? null : changed(text);
            if (back != null) {
                return "the text of token %d, \"%s\", comes back as \"%s\""
                        .formatted(id, text, back);
            }
        }
        return null;
    }

    /** Null for bytes that are only a part of a character. */
    private static @Nullable String text(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException part) {
            return null;
        }
    }

    /** What the text comes back as, if as another one. */
    private @Nullable String changed(String text) {
        if (normalizes(text)) {
            return null;
        }
        int[] ids = tokenizer.encode(text, false, false);
        int unknown = spec.specialIds().unknown();
        if (unknown >= 0 && Arrays.stream(ids).anyMatch(id -> id == unknown)) {
            return null;
        }
        String back = tokenizer.decode(ids, true);
        return back.equals(text) ? null : back;
    }

    private boolean normalizes(String text) {
        boolean spaces = text.strip().length() < text.length() || text.contains("  ");
        return !Normalizer.isNormalized(text, Normalizer.Form.NFC)
                || (spec.removeExtraWhitespaces() && spaces);
    }
}
