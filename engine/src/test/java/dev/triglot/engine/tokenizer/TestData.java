package dev.triglot.engine.tokenizer;

import dev.triglot.engine.model.TokenizerSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Files of the test resources, and random texts. */
final class TestData {
    private static final String FOLDER = "/tokenizers/";

    private TestData() {}

    static TokenizerSpec vocabulary(String name) {
        return GgufVocabulary.read(bytes(name));
    }

    static byte[] bytes(String name) {
        try (@Nullable InputStream in = TestData.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no test resource " + FOLDER + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(String name) {
        String all = new String(bytes(name), StandardCharsets.UTF_8);
        return Arrays.asList(all.split("\n", -1)).subList(0, all.split("\n", -1).length - 1);
    }

    /** A file of JSON strings, one a line. */
    static List<String> texts(String name) {
        JsonMapper json = new JsonMapper();
        return lines(name).stream().map(line -> json.readValue(line, String.class)).toList();
    }

    static int[] ints(String line) {
        return line.isBlank()
                ? new int[0]
                : Arrays.stream(line.trim().split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    }

    /** Mixes words, white space, digits, and any other characters; no surrogates alone. */
    static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int parts = random.nextInt(20);
        for (int i = 0; i < parts; i++) {
            int repeat = 1 + random.nextInt(4);
            switch (random.nextInt(5)) {
                case 0 -> text.append("the God's  Lord\u00e9".substring(random.nextInt(10)));
                case 1 -> text.append(" \n\t\r\u3000".charAt(random.nextInt(5)));
                case 2 -> text.append(String.valueOf(random.nextInt(1000)).repeat(repeat));
                default -> text.append(Character.toString(randomCodePoint(random)).repeat(repeat));
            }
        }
        return text.toString();
    }

    private static int randomCodePoint(Random random) {
        int[] limits = {0x80, 0x800, 0x10000, 0x110000};
        int codePoint = random.nextInt(limits[random.nextInt(limits.length)]);
        boolean surrogate = codePoint >= 0xD800 && codePoint < 0xE000;
        return surrogate ? '?' : codePoint;
    }
}
