package dev.triglot.js;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small model with a chat template, which those of the tests lack. */
final class ChatModel {
    static final Path PLAIN =
            Path.of("../tests/src/test/resources/fixtures/gguf/llama-mini/llama-mini-q4_0.gguf");

    private static final int KV_COUNT = 16;
    private static final int FIRST_KEY = 24;
    private static final int STRING = 8;
    private static final int ALIGNMENT = 32;
    private static final String KEY = "tokenizer.chat_template";
    private static final String TEMPLATE =
            "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}assistant:";

    private ChatModel() {}

    /** Copies a GGUF file with one more entry, as long as keeps the tensors where they belong. */
    static Path in(Path folder) throws IOException {
        byte[] key = KEY.getBytes(StandardCharsets.UTF_8);
        int length = 8 + key.length + 4 + 8 + TEMPLATE.length();
        String padding = " ".repeat(Math.floorMod(-length - 4, ALIGNMENT));
        byte[] template = (TEMPLATE + "{#" + padding + "#}").getBytes(StandardCharsets.UTF_8);
        byte[] model = Files.readAllBytes(PLAIN);
        ByteBuffer out =
                ByteBuffer.allocate(model.length + 8 + key.length + 4 + 8 + template.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        out.put(model, 0, FIRST_KEY);
        out.putLong(KV_COUNT, out.getLong(KV_COUNT) + 1);
        out.putLong(key.length).put(key).putInt(STRING).putLong(template.length).put(template);
        out.put(model, FIRST_KEY, model.length - FIRST_KEY);
        return Files.write(folder.resolve("chat.gguf"), out.array());
    }
}
