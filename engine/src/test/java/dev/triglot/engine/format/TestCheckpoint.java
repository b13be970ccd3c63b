package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Tiny folders of LLaMA, all weights zero: checkpoints with each form of a vocabulary's files and
 * of the weights', and an adapter of PEFT.
 */
record TestCheckpoint(Map<String, byte[]> files) {
    private static final String FIRST = "model-00001-of-00002.safetensors";
    private static final String SECOND = "model-00002-of-00002.safetensors";
    private static final String CONFIG =
            """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 6,
            "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2,
            "num_key_value_heads": 1, "intermediate_size": 12, "max_position_embeddings": 64,
            "rms_norm_eps": 1e-05, "rope_theta": 10000.0, "hidden_act": "silu",
            "tie_word_embeddings": true, "bos_token_id": 0, "eos_token_id": 0,
            "rope_scaling": {"rope_type": "linear", "factor": 2.0}}\
            """;
    private static final String TOKENIZER =
            """
            {"added_tokens": [{"id": 0, "content": "<|endoftext|>", "special": true}],
            "normalizer": null,
            "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "use_regex": true},
            "decoder": {"type": "ByteLevel"},
            "model": {"type": "BPE", "vocab": {"<|endoftext|>": 0, "a": 1, "b": 2, "ab": 3,
            "\u0120": 4, "\u0120ab": 5}, "merges": ["a b", ["\u0120", "ab"]]}}\
            """;
    private static final String VOCABULARY =
            """
            {"<|endoftext|>": 0, "a": 1, "b": 2, "ab": 3, "\u0120": 4, "\u0120ab": 5}\
            """;
    private static final String SETTINGS =
            """
            {"tokenizer_class": "GPT2Tokenizer", "bos_token": "<|endoftext|>",
            "eos_token": {"content": "<|endoftext|>"}, "add_bos_token": false,
            "chat_template": "{{ messages }}"}\
            """;

    static List<TestCheckpoint> all() {
        Map<String, byte[]> json = common();
        json.put("tokenizer.json", TOKENIZER.getBytes(UTF_8));
        Map<String, byte[]> merges = common();
        merges.put("vocab.json", VOCABULARY.getBytes(UTF_8));
        merges.put("merges.txt", "#version: 0.2\na b\n\u0120 ab\n".getBytes(UTF_8));
        Map<String, byte[]> pieces = common();
        pieces.put("tokenizer.model", sentencePiece());
        return List.of(
                new TestCheckpoint(json),
                new TestCheckpoint(merges),
                new TestCheckpoint(pieces),
                sharded(json));
    }

    /** The same with its weights in two files. */
    private static TestCheckpoint sharded(Map<String, byte[]> whole) {
        Map<String, byte[]> files = new LinkedHashMap<>(whole);
        files.remove("model.safetensors");
        Map<String, int[]> first = new LinkedHashMap<>();
        Map<String, int[]> second = new LinkedHashMap<>();
        StringBuilder index = new StringBuilder();
        shapes().forEach((name, shape) -> {
            boolean inFirst = first.size() <= second.size();
            (inFirst ? first : second).put(name, shape);
            index.append(index.isEmpty() ? "" : ",")
                    .append("\"%s\":\"%s\"".formatted(name, inFirst ? FIRST : SECOND));
        });
        files.put(FIRST, safetensors(first));
        files.put(SECOND, safetensors(second));
        files.put(
                "model.safetensors.index.json",
                "{\"metadata\":{\"total_size\":800},\"weight_map\":{%s}}"
                        .formatted(index)
                        .getBytes(UTF_8));
        return new TestCheckpoint(files);
    }

    static TestCheckpoint adapter() {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        for (String module : List.of("self_attn.v_proj", "mlp.down_proj")) {
            String prefix = "base_model.model.model.layers.0." + module;
            shapes.put(prefix + ".lora_A.weight", new int[] {2, 8});
            shapes.put(prefix + ".lora_B.weight", new int[] {4, 2});
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(
                "adapter_config.json",
                """
                {"peft_type": "LORA", "r": 2, "lora_alpha": 6, "use_rslora": true,
                "alpha_pattern": {"mlp.down_proj": 1}}\
                """
                        .getBytes(UTF_8));
        files.put("adapter_model.safetensors", safetensors(shapes));
        return new TestCheckpoint(files);
    }

    /** A protocol buffer: pieces (field 1) of text, score and type, and a trainer's type (2). */
    private static byte[] sentencePiece() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> pieces = List.of("<unk>", "<s>", "</s>", "<0x0A>", "\u2581", "a");
        int[] types = {2, 3, 3, 6, 1, 1};
        for (int i = 0; i < types.length; i++) {
            byte[] text = pieces.get(i).getBytes(UTF_8);
            ByteBuffer piece = ByteBuffer.allocate(text.length + 9).order(ByteOrder.LITTLE_ENDIAN);
            piece.put((byte) 0x0A).put((byte) text.length).put(text);
            piece.put((byte) 0x15).putFloat(-i);
            piece.put((byte) 0x18).put((byte) types[i]);
            out.write(0x0A);
            out.write(piece.capacity());
            out.writeBytes(piece.array());
        }
        out.writeBytes(new byte[] {0x12, 2, 0x18, 2});
        return out.toByteArray();
    }

    private static Map<String, byte[]> common() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("config.json", CONFIG.getBytes(UTF_8));
        files.put("tokenizer_config.json", SETTINGS.getBytes(UTF_8));
        files.put("model.safetensors", safetensors(shapes()));
        return files;
    }

    private static Map<String, int[]> shapes() {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        shapes.put("model.embed_tokens.weight", new int[] {6, 8});
        shapes.put("model.norm.weight", new int[] {8});
        String layer = "model.layers.0.";
        shapes.put(layer + "input_layernorm.weight", new int[] {8});
        shapes.put(layer + "self_attn.q_proj.weight", new int[] {8, 8});
        shapes.put(layer + "self_attn.k_proj.weight", new int[] {4, 8});
        shapes.put(layer + "self_attn.v_proj.weight", new int[] {4, 8});
        shapes.put(layer + "self_attn.o_proj.weight", new int[] {8, 8});
        shapes.put(layer + "post_attention_layernorm.weight", new int[] {8});
        shapes.put(layer + "mlp.gate_proj.weight", new int[] {12, 8});
        shapes.put(layer + "mlp.up_proj.weight", new int[] {12, 8});
        shapes.put(layer + "mlp.down_proj.weight", new int[] {8, 12});
        return shapes;
    }

    private static byte[] safetensors(Map<String, int[]> shapes) {
        StringBuilder header = new StringBuilder("{");
        int end = 0;
        for (Map.Entry<String, int[]> tensor : shapes.entrySet()) {
            int elements = 1;
            StringBuilder shape = new StringBuilder();
            for (int size : tensor.getValue()) {
                elements *= size;
                shape.append(shape.isEmpty() ? "" : ",").append(size);
            }
            header.append(header.length() == 1 ? "" : ",")
                    .append("\"%s\":{\"dtype\":\"F16\",".formatted(tensor.getKey()))
                    .append("\"shape\":[%s],".formatted(shape))
                    .append("\"data_offsets\":[%d,%d]}".formatted(end, end + 2 * elements));
            end += 2 * elements;
        }
        byte[] json = header.append('}').toString().getBytes(UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length + end)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    List<String> names() {
        return List.copyOf(files.keySet());
    }

    void write(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }

    byte[] damaged(String name, SplittableRandom random) {
        byte[] bytes = Objects.requireNonNull(files.get(name));
        boolean binary = name.endsWith(".safetensors") && random.nextBoolean();
        return binary || name.endsWith(".model")
                ? Damage.binary(random, bytes)
                : Damage.text(random, bytes);
    }
}
