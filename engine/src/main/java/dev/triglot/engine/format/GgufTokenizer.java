package dev.triglot.engine.format;

import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.model.TokenizerSpec.Algorithm;
import dev.triglot.engine.model.TokenizerSpec.Merge;
import dev.triglot.engine.model.TokenizerSpec.SpecialIds;
import dev.triglot.engine.model.TokenizerSpec.TokenText;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The vocabulary in GGUF's metadata: the keys {@code tokenizer.ggml.*}. */
final class GgufTokenizer {
    static final String PREFIX = "tokenizer.ggml.";

    /** Four times the largest vocabulary in use; bounds the heap. */
    private static final int MAX_TOKENS = 1 << 20;

    private static final TokenType[] TYPES = TokenType.values();

    /** Pre-tokenizers whose models begin every text with BOS, even where no key says so. */
    private static final Set<String> PRE_TOKENIZERS_WITH_BOS =
            Set.of(
                    "llama3",
                    "llama-v3",
                    "llama-bpe",
                    "falcon3",
                    "falcon-h1",
                    "pixtral",
                    "midm-2.0",
                    "lfm2",
                    "jina-v5-nano",
                    "tekken",
                    "chameleon");

    private final Metadata metadata;
    private final List<String> warnings;

    GgufTokenizer(Metadata metadata, List<String> warnings) {
        this.metadata = metadata;
        this.warnings = warnings;
    }

    /** The vocabulary, or null where the file says that the model has none. */
    @Nullable TokenizerSpec read() {
        String key = PREFIX + "model";
        String model = metadata.text(key);
        return switch (model) {
            case "llama" -> readSentencePiece();
            case "gpt2" -> readByteLevelBpe();
            case "none", "no_vocab" -> null;
            case null ->
                    throw metadata.error(key, "is missing: the file does not say how to tokenize");
            default ->
                    throw metadata.unsupported(
                            key,
                            "vocabularies of kind %s are not known; llama and gpt2 are"
                                    .formatted(Quoted.quote(model)));
        };
    }

    private TokenizerSpec readSentencePiece() {
        byte[][] tokens = readTokens();
        SpecialTokenKeys special = new SpecialTokenKeys(metadata, tokens.length, warnings);
        int bos = special.id("bos_token_id", 1);
        int eos = special.id("eos_token_id", 2);
        int unknown = special.id("unknown_token_id", 0);
        TokenType[] types = readTypes(tokens.length);
        if (types == null) {
            types = guessTypes(tokens.length, bos, eos);
            if (unknown >= 0) {
                types[unknown] = TokenType.UNKNOWN;
            }
            for (int i = 0; i < tokens.length; i++) {
                if (ByteToken.matches(tokens[i])) {
                    types[i] = TokenType.BYTE;
                }
            }
        }
        checkByteTokens(tokens, types);
        SpecialIds ids = special.read(bos, eos, unknown, tokens, types);
        return new TokenizerSpec(
                Algorithm.SENTENCE_PIECE,
                preTokenizer(),
                tokens,
                TokenText.SENTENCE_PIECE,
                readScores(tokens.length),
                types,
                List.of(),
                ids,
                special.addsBos(ids, true),
                special.addsEos(ids),
                metadata.flag(PREFIX + "add_space_prefix", true),
                metadata.flag(PREFIX + "remove_extra_whitespaces", false));
    }

    private TokenizerSpec readByteLevelBpe() {
        byte[][] tokens = readTokens();
        SpecialTokenKeys special = new SpecialTokenKeys(metadata, tokens.length, warnings);
        int bos = special.id("bos_token_id", -1);
        int eos = special.id("eos_token_id", -1);
        int unknown = special.id("unknown_token_id", -1);
        TokenType[] types = readTypes(tokens.length);
        boolean raw =
                types == null
                        && !metadata.has(PREFIX + "pre")
                        && ByteToUnicode.isRawVocabulary(tokens);
        if (types == null) {
            types = guessTypes(tokens.length, bos, eos);
        }
        List<Merge> merges = new MergeKeys(metadata, warnings).read(raw);
        SpecialIds ids = special.read(bos, eos, unknown, tokens, types);
        String pre = preTokenizer();
        return new TokenizerSpec(
                Algorithm.BYTE_LEVEL_BPE,
                pre,
                tokens,
                raw ? TokenText.RAW_BYTES : TokenText.BYTE_TO_UNICODE,
                new float[0],
                types,
                merges,
                ids,
                special.addsBos(ids, PRE_TOKENIZERS_WITH_BOS.contains(pre)),
                special.addsEos(ids),
                metadata.flag(PREFIX + "add_space_prefix", false),
                metadata.flag(PREFIX + "remove_extra_whitespaces", false));
    }

    private String preTokenizer() {
        String pre = metadata.text(PREFIX + "pre");
        return pre == null || pre.isEmpty() ? "default" : pre;
    }

    private byte[][] readTokens() {
        String key = PREFIX + "tokens";
        MetadataValue.Texts texts = metadata.texts(key);
        if (texts == null) {
            throw metadata.error(key, "is missing: the file has no vocabulary");
        }
        if (texts.size() < 1 || texts.size() > MAX_TOKENS) {
            throw metadata.error(
                    key, "has %d tokens, allowed are 1 to %d".formatted(texts.size(), MAX_TOKENS));
        }
        byte[][] tokens = new byte[texts.size()][];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = texts.bytes(i);
        }
        return tokens;
    }

    private float[] readScores(int count) {
        String key = PREFIX + "scores";
        float[] scores = new float[count];
        MetadataValue.Numbers numbers = metadata.numbers(key);
        if (numbers == null) {
            warnings.add(key + " is missing; all tokens are taken as equally likely");
            return scores;
        }
        checkLength(key, numbers, count);
        for (int i = 0; i < count; i++) {
            scores[i] = (float) numbers.real(i);
            if (Float.isNaN(scores[i])) {
                throw metadata.error(key, "the score of token %d is NaN".formatted(i));
            }
        }
        return scores;
    }

    private TokenType @Nullable [] readTypes(int count) {
        String key = PREFIX + "token_type";
        MetadataValue.Numbers numbers = metadata.numbers(key);
        if (numbers == null) {
            return null;
        }
        checkLength(key, numbers, count);
        if (!numbers.elementType().isInteger()) {
            throw metadata.error(key, "holds %s, expected integers".formatted(numbers.typeName()));
        }
        TokenType[] types = new TokenType[count];
        for (int i = 0; i < count; i++) {
            long type = numbers.whole(i);
            if (type < 0 || type > TYPES.length) {
                throw metadata.error(
                        key,
                        "the type of token %d is %d, allowed is 0 to %d"
                                .formatted(i, type, TYPES.length));
            }
            // 0 is "undefined"
            types[i] = type == 0 ? TokenType.NORMAL : TYPES[(int) type - 1];
        }
        return types;
    }

    private TokenType[] guessTypes(int count, int bos, int eos) {
        warnings.add(
                PREFIX + "token_type is missing; only BOS and EOS are taken as control tokens");
        TokenType[] types = new TokenType[count];
        Arrays.fill(types, TokenType.NORMAL);
        if (bos >= 0) {
            types[bos] = TokenType.CONTROL;
        }
        if (eos >= 0) {
            types[eos] = TokenType.CONTROL;
        }
        return types;
    }

    private void checkByteTokens(byte[][] tokens, TokenType[] types) {
        for (int i = 0; i < tokens.length; i++) {
            if (types[i] == TokenType.BYTE && !ByteToken.matches(tokens[i])) {
                throw metadata.error(
                        PREFIX + "tokens",
                        "token %d is a byte token, but its text %s is not of the form <0x0A>"
                                .formatted(i, Quoted.quote(tokens[i])));
            }
        }
    }

    private void checkLength(String key, MetadataValue.Numbers numbers, int count) {
        if (numbers.size() != count) {
            throw metadata.error(
                    key, "has %d entries for %d tokens".formatted(numbers.size(), count));
        }
    }
}
