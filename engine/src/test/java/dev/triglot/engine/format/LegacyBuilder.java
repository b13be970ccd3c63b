package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tiny models in files from before GGUF, all weights zero. */
final class LegacyBuilder {
    private static final int WIDTH = 32;
    private static final int F32 = 0;
    private static final int Q4_0 = 2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final LegacyDialect dialect;
    private int matrixType = Q4_0;

    private LegacyBuilder(LegacyDialect dialect) {
        this.dialect = dialect;
    }

    /** One of each dialect. */
    static List<byte[]> all() {
        return Arrays.stream(LegacyDialect.values()).map(LegacyBuilder::model).toList();
    }

    /** One layer of width 32 with 2 heads; matrices are Q4_0, in the dialect's blocks. */
    static byte[] model(LegacyDialect dialect) {
        LegacyBuilder builder = new LegacyBuilder(dialect);
        return switch (dialect) {
            case GGML -> builder.words(LegacyDialect.MAGIC_GGML).llama();
            case GGMF_1 -> builder.words(LegacyDialect.MAGIC_GGMF, 1).llama();
            case GGJT_1 -> builder.words(LegacyDialect.MAGIC_GGJT, 1).llama();
            case GGJT_2 -> builder.words(LegacyDialect.MAGIC_GGJT, 2).llama();
            case GGJT_3 -> builder.words(LegacyDialect.MAGIC_GGJT, 3).llama();
            case GPTJ -> builder.words(LegacyDialect.MAGIC_GGML).gptJ();
            case MPT_GPT4ALL -> builder.words(LegacyDialect.MAGIC_MPT).mptOfGpt4All();
            case MPT -> builder.words(LegacyDialect.MAGIC_GGML).mpt();
        };
    }

    /** Reads bytes as if they were a file. */
    static ModelFile open(byte[] bytes) {
        MemorySegment data = MemorySegment.ofArray(bytes);
        return LegacyFile.open(
                new MappedFile(TestModels.FILE, data, FileTime.fromMillis(0)), Arena.global());
    }

    private LegacyBuilder words(int... words) {
        ByteBuffer buffer =
                ByteBuffer.allocate(Integer.BYTES * words.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(words).forEach(buffer::putInt);
        bytes.writeBytes(buffer.array());
        return this;
    }

    private byte[] llama() {
        List<byte[]> tokens = new ArrayList<>(texts(" \u2047 ", "", ""));
        for (int value = 0; value < 16; value++) {
            tokens.add(new byte[] {(byte) value});
        }
        tokens.addAll(texts(" ", "a", " a"));
        int n = tokens.size();
        words(n, WIDTH, 32, 2, 1, WIDTH / 2, 2).tokens(tokens);
        matrix("tok_embeddings.weight", WIDTH, n);
        vector("norm.weight", WIDTH);
        matrix("output.weight", WIDTH, n);
        vector("layers.0.attention_norm.weight", WIDTH);
        for (String name : List.of("wq", "wk", "wv", "wo")) {
            matrix("layers.0.attention." + name + ".weight", WIDTH, WIDTH);
        }
        vector("layers.0.ffn_norm.weight", WIDTH);
        matrix("layers.0.feed_forward.w1.weight", WIDTH, 96);
        matrix("layers.0.feed_forward.w2.weight", 96, WIDTH);
        return matrix("layers.0.feed_forward.w3.weight", WIDTH, 96).bytes.toByteArray();
    }

    private byte[] gptJ() {
        List<byte[]> tokens = byteTokens();
        int n = tokens.size();
        words(n, 64, WIDTH, 2, 1, 8, 1002, n).tokens(tokens);
        matrix("transformer.wte.weight", WIDTH, n);
        vector("transformer.ln_f.weight", WIDTH).vector("transformer.ln_f.bias", WIDTH);
        matrix("lm_head.weight", WIDTH, n).vector("lm_head.bias", n);
        vector("transformer.h.0.ln_1.weight", WIDTH).vector("transformer.h.0.ln_1.bias", WIDTH);
        for (String name : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
            matrix("transformer.h.0.attn." + name + ".weight", WIDTH, WIDTH);
        }
        matrix("transformer.h.0.mlp.fc_in.weight", WIDTH, 4 * WIDTH);
        vector("transformer.h.0.mlp.fc_in.bias", 4 * WIDTH);
        matrix("transformer.h.0.mlp.fc_out.weight", 4 * WIDTH, WIDTH);
        return vector("transformer.h.0.mlp.fc_out.bias", WIDTH).bytes.toByteArray();
    }

    private byte[] mptOfGpt4All() {
        List<byte[]> tokens = byteTokens();
        int n = tokens.size();
        words(n, 64, 1, 2, WIDTH, Float.floatToIntBits(8), 0, 2, n).tokens(tokens);
        return mptTensors(n, F32);
    }

    private byte[] mpt() {
        List<byte[]> tokens = byteTokens();
        int n = tokens.size();
        words(WIDTH, 64, 2, 1, n, Float.floatToIntBits(8), 0, 2002).tokens(tokens);
        return mptTensors(n, Q4_0);
    }

    private byte[] mptTensors(int vocabulary, int embeddingType) {
        matrixType = embeddingType;
        matrix("transformer.wte.weight", WIDTH, vocabulary);
        matrixType = Q4_0;
        vector("transformer.norm_f.weight", WIDTH);
        vector("transformer.blocks.0.norm_1.weight", WIDTH);
        matrix("transformer.blocks.0.attn.Wqkv.weight", WIDTH, 3 * WIDTH);
        matrix("transformer.blocks.0.attn.out_proj.weight", WIDTH, WIDTH);
        vector("transformer.blocks.0.norm_2.weight", WIDTH);
        matrix("transformer.blocks.0.ffn.up_proj.weight", WIDTH, 4 * WIDTH);
        return matrix("transformer.blocks.0.ffn.down_proj.weight", 4 * WIDTH, WIDTH)
                .bytes
                .toByteArray();
    }

    private static List<byte[]> texts(String... texts) {
        return Arrays.stream(texts).map(text -> text.getBytes(UTF_8)).toList();
    }

    /** The 256 bytes in GPT-2's order, then some of two. */
    private static List<byte[]> byteTokens() {
        List<byte[]> tokens = new ArrayList<>();
        for (byte value : ByteToUnicode.alphabet()) {
            tokens.add(new byte[] {value});
        }
        tokens.addAll(texts("ab", " a", "<|endoftext|>", "  "));
        return tokens;
    }

    private LegacyBuilder tokens(List<byte[]> tokens) {
        for (byte[] token : tokens) {
            words(token.length);
            bytes.writeBytes(token);
            if (dialect.hasScores()) {
                words(0);
            }
        }
        return this;
    }

    private LegacyBuilder vector(String name, int size) {
        words(1, name.length(), F32, size);
        return data(name, Float.BYTES * size);
    }

    private LegacyBuilder matrix(String name, int columns, int rows) {
        words(2, name.length(), matrixType, columns, rows);
        int blockBytes =
                matrixType == F32 ? 32 * Float.BYTES : dialect == LegacyDialect.GGJT_3 ? 18 : 20;
        boolean second = dialect == LegacyDialect.MPT && matrixType == Q4_0;
        return data(name, columns / 32 * rows * (second ? 18 : blockBytes));
    }

    private LegacyBuilder data(String name, int size) {
        bytes.writeBytes(name.getBytes(UTF_8));
        bytes.writeBytes(new byte[-bytes.size() & (dialect.alignment() - 1)]);
        bytes.writeBytes(new byte[size]);
        return this;
    }
}
