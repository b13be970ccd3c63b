package dev.triglot.engine.tokenizer;

import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.model.TokenizerSpec.Algorithm;
import dev.triglot.engine.model.TokenizerSpec.Merge;
import dev.triglot.engine.model.TokenizerSpec.SpecialIds;
import dev.triglot.engine.model.TokenizerSpec.TokenText;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the vocabulary of a GGUF file that is known to be good: for tests of the tokenizer alone.
 */
final class GgufVocabulary {
    private static final String PREFIX = "tokenizer.ggml.";

    private final ByteBuffer in;
    private final Map<String, Object> values = new HashMap<>();

    private GgufVocabulary(ByteBuffer in) {
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    }

    static TokenizerSpec read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            return new GgufVocabulary(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()))
                    .read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TokenizerSpec read(byte[] file) {
        return new GgufVocabulary(ByteBuffer.wrap(file)).read();
    }

    private TokenizerSpec read() {
        in.position(16);
        long count = in.getLong();
        for (long i = 0; i < count; i++) {
            String key = new String(string(), StandardCharsets.UTF_8);
            values.put(key, value(in.getInt()));
        }
        return spec();
    }

    private byte[] string() {
        byte[] bytes = new byte[Math.toIntExact(in.getLong())];
        in.get(bytes);
        return bytes;
    }

    private Object value(int type) {
        return switch (type) {
            case 0, 1 -> (int) in.get();
            case 7 -> in.get() != 0;
            case 2, 3 -> (int) in.getShort();
            case 4, 5 -> in.getInt();
            case 6 -> in.getFloat();
            case 8 -> string();
            case 9 -> array();
            case 10, 11 -> in.getLong();
            case 12 -> in.getDouble();
            default -> throw new IllegalArgumentException("type " + type);
        };
    }

    private List<Object> array() {
        int type = in.getInt();
        int count = Math.toIntExact(in.getLong());
        List<Object> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(value(type));
        }
        return list;
    }

    private TokenizerSpec spec() {
        byte[][] tokens = list("tokens").toArray(byte[][]::new);
        boolean sentencePiece = text("model", "").equals("llama");
        String pre = text("pre", "default");
        boolean namesNoRule = !values.containsKey(PREFIX + "pre") && !sentencePiece;
        TokenType[] types = new TokenType[tokens.length];
        Arrays.fill(types, TokenType.NORMAL);
        List<Object> numbers = list("token_type");
        for (int i = 0; i < numbers.size(); i++) {
            types[i] = type((int) numbers.get(i));
        }
        float[] scores = new float[sentencePiece ? tokens.length : 0];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) list("scores").get(i);
        }
        int eos = id("eos");
        int eot = id("eot");
        return new TokenizerSpec(
                sentencePiece ? Algorithm.SENTENCE_PIECE : Algorithm.BYTE_LEVEL_BPE,
                pre,
                tokens,
                tokenText(sentencePiece, namesNoRule && hasRawBytes(tokens)),
                scores,
                types,
                merges(),
                new SpecialIds(
                        id("bos"), eos, eot, id("unknown"), -1, id("padding"), new int[] {eos}),
                flag("add_bos_token", sentencePiece),
                flag("add_eos_token", false),
                flag("add_space_prefix", sentencePiece),
                flag("remove_extra_whitespaces", false));
    }

    private static TokenType type(int number) {
        return switch (number) {
            case 1 -> TokenType.NORMAL;
            case 2 -> TokenType.UNKNOWN;
            case 3 -> TokenType.CONTROL;
            case 4 -> TokenType.USER_DEFINED;
            case 5 -> TokenType.UNUSED;
            case 6 -> TokenType.BYTE;
            default -> throw new IllegalArgumentException("token type " + number);
        };
    }

    private static TokenText tokenText(boolean sentencePiece, boolean raw) {
        if (sentencePiece) {
            return TokenText.SENTENCE_PIECE;
        }
        return raw ? TokenText.RAW_BYTES : TokenText.BYTE_TO_UNICODE;
    }

    private static boolean hasRawBytes(byte[][] tokens) {
        return Arrays.stream(tokens).anyMatch(t -> t.length == 1 && t[0] == '\n');
    }

    private List<Merge> merges() {
        List<Merge> merges = new ArrayList<>();
        for (Object merge : list("merges")) {
            byte[] both = (byte[]) merge;
            int space = 1;
            while (space < both.length && both[space] != ' ') {
                space++;
            }
            if (space < both.length) {
                merges.add(
                        new Merge(
                                Arrays.copyOf(both, space),
                                Arrays.copyOfRange(both, space + 1, both.length)));
            }
        }
        return merges;
    }

    @SuppressWarnings("unchecked")
    private List<Object> list(String key) {
        return (List<Object>) values.getOrDefault(PREFIX + key, List.of());
    }

    private String text(String key, String absent) {
        Object value = values.get(PREFIX + key);
        return value == null ? absent : new String((byte[]) value, StandardCharsets.UTF_8);
    }

    private int id(String role) {
        return (int) values.getOrDefault(PREFIX + role + "_token_id", -1);
    }

    private boolean flag(String key, boolean absent) {
        return (boolean) values.getOrDefault(PREFIX + key, absent);
    }
}
