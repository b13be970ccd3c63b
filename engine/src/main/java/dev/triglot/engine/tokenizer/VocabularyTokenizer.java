package dev.triglot.engine.tokenizer;

import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Special tokens, then text in between; BOS and EOS around it; and back. */
final class VocabularyTokenizer implements Tokenizer {
    private final Vocabulary vocabulary;
    private final TextEncoder encoder;
    private final SpecialTokens userDefined;
    private final SpecialTokens allSpecial;
    private final boolean addBos;
    private final boolean addEos;
    private final boolean addSpacePrefix;

    /**
     * @param userDefined what is always recognised
     * @param allSpecial with control tokens
     * @param addSpacePrefix whether the encoder puts a space before a text that starts anew
     */
    VocabularyTokenizer(
            Vocabulary vocabulary,
            TextEncoder encoder,
            SpecialTokens userDefined,
            SpecialTokens allSpecial,
            boolean addBos,
            boolean addEos,
            boolean addSpacePrefix) {
        this.vocabulary = vocabulary;
        this.encoder = encoder;
        this.userDefined = userDefined;
        this.allSpecial = allSpecial;
        this.addBos = addBos && vocabulary.specialIds().bos() >= 0;
        this.addEos = addEos && vocabulary.specialIds().eos() >= 0;
        this.addSpacePrefix = addSpacePrefix;
    }

    @Override
    public int[] encode(String text, boolean addSpecial, boolean parseSpecial) {
        String clean = withoutLoneSurrogates(text);
        IntList ids = new IntList();
        SpecialTokens.Fragments fragments =
                new SpecialTokens.Fragments() {
                    @Override
                    public void text(int from, int to, boolean startsAnew) {
                        encoder.encode(clean.substring(from, to), startsAnew, ids);
                    }

                    @Override
                    public void token(int id) {
                        ids.add(id);
                    }
                };
        (parseSpecial ? allSpecial : userDefined).split(clean, fragments);
        return addSpecial ? withBosAndEos(ids) : ids.toArray();
    }

    /** Chat templates often begin with BOS themselves: there is never a second one. */
    private int[] withBosAndEos(IntList ids) {
        int bos = bos();
        int eos = eos();
        boolean before = addBos && (ids.size() == 0 || ids.get(0) != bos);
        boolean after = addEos && (ids.size() == 0 || ids.get(ids.size() - 1) != eos);
        IntList all = new IntList();
        if (before) {
            all.add(bos);
        }
        all.addAll(ids);
        if (after) {
            all.add(eos);
        }
        return all.toArray();
    }

    private static String withoutLoneSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isLoneSurrogate(text, i)) {
                char[] characters = text.toCharArray();
                for (int j = i; j < characters.length; j++) {
                    characters[j] = isLoneSurrogate(text, j) ? '\uFFFD' : characters[j];
                }
                return new String(characters);
            }
        }
        return text;
    }

    private static boolean isLoneSurrogate(String text, int index) {
        char c = text.charAt(index);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
    }

    @Override
    public byte[] bytes(int id, boolean special) {
        byte[] bytes = vocabulary.bytes(id, special);
        return bytes.length == 0 ? bytes : bytes.clone();
    }

    @Override
    public String decode(int[] ids, boolean special) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(ids.length * 4);
        boolean startsAnew = true;
        for (int id : ids) {
            byte[] bytes = vocabulary.bytes(id, special);
            TokenType type = vocabulary.type(id);
            boolean prefixed =
                    addSpacePrefix
                            && startsAnew
                            && type == TokenType.NORMAL
                            && bytes.length > 0
                            && bytes[0] == ' ';
            text.write(bytes, prefixed ? 1 : 0, bytes.length - (prefixed ? 1 : 0));
            startsAnew = type != TokenType.NORMAL && type != TokenType.BYTE;
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public int bos() {
        return vocabulary.specialIds().bos();
    }

    @Override
    public int eos() {
        return vocabulary.specialIds().eos();
    }

    @Override
    public boolean endsGeneration(int id) {
        return vocabulary.endsGeneration(id);
    }
}
