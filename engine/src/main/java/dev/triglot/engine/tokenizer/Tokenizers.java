package dev.triglot.engine.tokenizer;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.model.TokenizerSpec.Algorithm;
import dev.triglot.engine.model.TokenizerSpec.SpecialIds;
import dev.triglot.engine.model.TokenizerSpec.TokenText;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import dev.triglot.engine.tokenizer.SpecialTokens.Special;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes tokenizers of their descriptions. */
public final class Tokenizers {
    /** A token that only Phi-3's vocabularies have. */
    private static final String PHI3 = "<|placeholder1|>";

    private static final Set<String> NOT_STRIPPED_IN_PHI3 = Set.of("<unk>", "<s>", "<|endoftext|>");

    private Tokenizers() {}

    /**
     * A tokenizer for a vocabulary. Takes time linear in the vocabulary's size.
     *
     * @throws UnsupportedModelException if the pre-tokenizer's name is not known
     * @throws InvalidArgumentException if the description contradicts itself
     */
    public static Tokenizer of(TokenizerSpec spec) {
        check(spec);
        Vocabulary vocabulary = new Vocabulary(spec);
        boolean sentencePiece = spec.algorithm() == Algorithm.SENTENCE_PIECE;
        TextEncoder encoder =
                sentencePiece
                        ? new SentencePiece(vocabulary, spec)
                        : new ByteLevelBpe(vocabulary, spec);
        List<Special> all = specials(vocabulary, spec);
        List<Special> userDefined = new ArrayList<>();
        for (Special special : all) {
            if (vocabulary.type(special.id()) == TokenType.USER_DEFINED) {
                userDefined.add(special);
            }
        }
        return new VocabularyTokenizer(
                vocabulary,
                encoder,
                new SpecialTokens(userDefined),
                new SpecialTokens(all),
                spec.addBos(),
                spec.addEos(),
                sentencePiece && spec.addSpacePrefix());
    }

    private static List<Special> specials(Vocabulary vocabulary, TokenizerSpec spec) {
        boolean masksStripLeft = spec.preTokenizer().startsWith("jina-v2-");
        List<Special> specials = new ArrayList<>();
        boolean phi3 = false;
        for (int id = 0; id < vocabulary.size(); id++) {
            TokenType type = vocabulary.type(id);
            boolean special =
                    type == TokenType.CONTROL
                            || type == TokenType.USER_DEFINED
                            || type == TokenType.UNKNOWN;
            @Nullable String text = special ? text(vocabulary.pieces()[id]) : null;
            if (text != null && !text.isEmpty()) {
                boolean stripLeft = masksStripLeft && text.equals("<mask>");
                specials.add(new Special(id, text, stripLeft, false));
                phi3 |= spec.algorithm() == Algorithm.SENTENCE_PIECE && text.equals(PHI3);
            }
        }
        return phi3 ? phi3Specials(specials) : specials;
    }

    /** Phi-3's special tokens take white space after them along; the file does not say so. */
    private static List<Special> phi3Specials(List<Special> specials) {
        List<Special> stripped = new ArrayList<>();
        for (Special special : specials) {
            boolean strip = !NOT_STRIPPED_IN_PHI3.contains(special.text());
            stripped.add(new Special(special.id(), special.text(), false, strip));
        }
        return stripped;
    }

    /** Null if the bytes are not UTF-8: no text can hold such a token. */
    private static @Nullable String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static void check(TokenizerSpec spec) {
        boolean sentencePiece = spec.algorithm() == Algorithm.SENTENCE_PIECE;
        if (sentencePiece
                ? spec.tokenText() == TokenText.BYTE_TO_UNICODE
                : spec.tokenText() == TokenText.SENTENCE_PIECE) {
            throw new UnsupportedModelException(
                    "a vocabulary of "
                            + spec.algorithm()
                            + " with tokens written as "
                            + spec.tokenText()
                            + " is not supported");
        }
        int size = spec.size();
        checkCount("types", spec.types().length, size);
        if (sentencePiece) {
            checkCount("scores", spec.scores().length, size);
        }
        SpecialIds ids = spec.specialIds();
        for (int id : new int[] {ids.bos(), ids.eos(), ids.eot(), ids.unknown()}) {
            checkId(id, size);
        }
        for (int id : ids.eog()) {
            checkId(id, size);
        }
    }

    private static void checkCount(String what, int count, int size) {
        if (count != size) {
            throw new InvalidArgumentException(
                    "tokenizer: " + count + " " + what + " for " + size + " tokens");
        }
    }

    private static void checkId(int id, int size) {
        if (id < -1 || id >= size) {
            throw new InvalidArgumentException(
                    "tokenizer: the special token id " + id + " is outside 0 to " + (size - 1));
        }
    }
}
