package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/** Tiny models in GGUF, all weights zero, and a way to read them without a file. */
final class TestModels {
    static final Path FILE = Path.of("test.gguf");

    private TestModels() {}

    /** LLaMA: 2 layers of width 8, 4 query heads, 2 key and value heads, SentencePiece. */
    static GgufBuilder llama() {
        return llama(new GgufBuilder());
    }

    static GgufBuilder llama(GgufBuilder builder) {
        builder.text("general.architecture", "llama")
                .text("general.name", "tiny")
                .uint32("llama.context_length", 64)
                .uint32("llama.embedding_length", 8)
                .uint32("llama.block_count", 2)
                .uint32("llama.feed_forward_length", 12)
                .uint32("llama.attention.head_count", 4)
                .uint32("llama.attention.head_count_kv", 2)
                .float32("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        sentencePiece(builder);
        builder.tensor("token_embd.weight", GgmlType.F32, 8, 6)
                .tensor("output_norm.weight", GgmlType.F32, 8)
                .tensor("output.weight", GgmlType.F32, 8, 6);
        for (int layer = 0; layer < 2; layer++) {
            String block = "blk." + layer + ".";
            builder.tensor(block + "attn_norm.weight", GgmlType.F32, 8)
                    .tensor(block + "attn_q.weight", GgmlType.F32, 8, 8)
                    .tensor(block + "attn_k.weight", GgmlType.F32, 8, 4)
                    .tensor(block + "attn_v.weight", GgmlType.F32, 8, 4)
                    .tensor(block + "attn_output.weight", GgmlType.F32, 8, 8)
                    .tensor(block + "ffn_norm.weight", GgmlType.F32, 8)
                    .tensor(block + "ffn_gate.weight", GgmlType.F32, 8, 12)
                    .tensor(block + "ffn_up.weight", GgmlType.F32, 8, 12)
                    .tensor(block + "ffn_down.weight", GgmlType.F32, 12, 8);
        }
        return builder;
    }

    /** GPT-J: one layer of width 8, 2 heads, byte-level BPE. */
    static GgufBuilder gptJ() {
        GgufBuilder builder =
                new GgufBuilder()
                        .text("general.architecture", "gptj")
                        .uint32("gptj.context_length", 64)
                        .uint32("gptj.embedding_length", 8)
                        .uint32("gptj.block_count", 1)
                        .uint32("gptj.attention.head_count", 2)
                        .uint32("gptj.rope.dimension_count", 2)
                        .float32("gptj.attention.layer_norm_epsilon", 1e-5f);
        byteLevelBpe(builder, "gpt-2");
        return builder.tensor("token_embd.weight", GgmlType.F32, 8, 6)
                .tensor("output_norm.weight", GgmlType.F32, 8)
                .tensor("output_norm.bias", GgmlType.F32, 8)
                .tensor("output.weight", GgmlType.F32, 8, 6)
                .tensor("output.bias", GgmlType.F32, 6)
                .tensor("blk.0.attn_norm.weight", GgmlType.F32, 8)
                .tensor("blk.0.attn_norm.bias", GgmlType.F32, 8)
                .tensor("blk.0.attn_q.weight", GgmlType.F32, 8, 8)
                .tensor("blk.0.attn_k.weight", GgmlType.F32, 8, 8)
                .tensor("blk.0.attn_v.weight", GgmlType.F32, 8, 8)
                .tensor("blk.0.attn_output.weight", GgmlType.F32, 8, 8)
                .tensor("blk.0.ffn_up.weight", GgmlType.F32, 8, 32)
                .tensor("blk.0.ffn_up.bias", GgmlType.F32, 32)
                .tensor("blk.0.ffn_down.weight", GgmlType.F32, 32, 8)
                .tensor("blk.0.ffn_down.bias", GgmlType.F32, 8);
    }

    /** MPT: one layer of width 8, 2 heads, fused attn_qkv, tied output, byte-level BPE. */
    static GgufBuilder mpt() {
        GgufBuilder builder =
                new GgufBuilder()
                        .text("general.architecture", "mpt")
                        .uint32("mpt.context_length", 64)
                        .uint32("mpt.embedding_length", 8)
                        .uint32("mpt.block_count", 1)
                        .uint32("mpt.feed_forward_length", 32)
                        .uint32("mpt.attention.head_count", 2)
                        .float32("mpt.attention.layer_norm_epsilon", 1e-5f)
                        .float32("mpt.attention.max_alibi_bias", 8)
                        .float32("mpt.attention.clamp_kqv", 6);
        byteLevelBpe(builder, "mpt");
        return builder.tensor("token_embd.weight", GgmlType.F32, 8, 9)
                .tensor("output_norm.weight", GgmlType.F32, 8)
                .tensor("blk.0.attn_norm.weight", GgmlType.F32, 8)
                .tensor("blk.0.attn_qkv.weight", GgmlType.F32, 8, 24)
                .tensor("blk.0.attn_output.weight", GgmlType.F32, 8, 8)
                .tensor("blk.0.ffn_norm.weight", GgmlType.F32, 8)
                .tensor("blk.0.ffn_up.weight", GgmlType.F32, 8, 32)
                .tensor("blk.0.ffn_down.weight", GgmlType.F32, 32, 8);
    }

    /** A vocabulary alone, of six SentencePiece tokens. */
    static GgufBuilder sentencePiece(GgufBuilder builder) {
        return builder.text("tokenizer.ggml.model", "llama")
                .texts("tokenizer.ggml.tokens", List.of("<unk>", "<s>", "</s>", "<0x0A>", "▁", "a"))
                .floats("tokenizer.ggml.scores", 0, 0, 0, 0, -1, -2)
                .ints("tokenizer.ggml.token_type", 2, 3, 3, 6, 1, 1);
    }

    /** A vocabulary alone, of six byte-level BPE tokens. */
    static GgufBuilder byteLevelBpe(GgufBuilder builder, String preTokenizer) {
        return builder.text("tokenizer.ggml.model", "gpt2")
                .text("tokenizer.ggml.pre", preTokenizer)
                .texts(
                        "tokenizer.ggml.tokens",
                        List.of("<|endoftext|>", "a", "b", "ab", "Ġ", "Ġab"))
                .ints("tokenizer.ggml.token_type", 3, 1, 1, 1, 1, 1)
                .texts("tokenizer.ggml.merges", List.of("a b", "Ġ ab"))
                .uint32("tokenizer.ggml.bos_token_id", 0)
                .uint32("tokenizer.ggml.eos_token_id", 0);
    }

    /** A byte-level vocabulary as GPT4All wrote it: raw bytes, no pre-tokenizer, no types. */
    static GgufBuilder rawBytes(GgufBuilder builder) {
        List<byte[]> tokens = new ArrayList<>();
        for (int value = 0; value < 256; value++) {
            tokens.add(new byte[] {(byte) value});
        }
        tokens.add(" a".getBytes(UTF_8));
        return builder.text("tokenizer.ggml.model", "gpt2")
                .bytes("tokenizer.ggml.tokens", tokens)
                .texts("tokenizer.ggml.merges", List.of("Ġ a"));
    }

    static GgufFile open(GgufBuilder builder) {
        return open(builder.build());
    }

    /** Reads bytes as if they were a file. */
    static GgufFile open(byte[] bytes) {
        MappedFile file =
                new MappedFile(FILE, MemorySegment.ofArray(bytes), FileTime.fromMillis(0));
        return GgufFile.open(file, Arena.global());
    }
}
