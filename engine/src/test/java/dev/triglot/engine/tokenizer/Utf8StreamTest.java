package dev.triglot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8StreamTest {
    @Test
    void holdsBackTheBeginningOfACharacter() {
        byte[] llama = "\uD83E\uDD99".getBytes(StandardCharsets.UTF_8);
        Utf8Stream stream = new Utf8Stream();
        assertThat(stream.accept(new byte[] {'a', llama[0]})).isEqualTo("a");
        assertThat(stream.accept(new byte[] {llama[1], llama[2]})).isEmpty();
        assertThat(stream.accept(new byte[0])).isEmpty();
        assertThat(stream.accept(new byte[] {llama[3], 'b'})).isEqualTo("\uD83E\uDD99b");
        assertThat(stream.flush()).isEmpty();
    }

    @Test
    void whatCannotBecomeACharacterIsNotHeldBack() {
        assertThat(new Utf8Stream().accept(bytes(0xFF))).isEqualTo("\uFFFD");
        assertThat(new Utf8Stream().accept(bytes(0x80))).isEqualTo("\uFFFD");
        assertThat(new Utf8Stream().accept(bytes(0xC0))).isEqualTo("\uFFFD");
        assertThat(new Utf8Stream().accept(bytes(0xE0, 0x80))).isEqualTo("\uFFFD\uFFFD");
        assertThat(new Utf8Stream().accept(bytes(0xED, 0xA0, 0x80))).isEqualTo("\uFFFD");
        assertThat(new Utf8Stream().accept(bytes(0xF4, 0x90))).isEqualTo("\uFFFD\uFFFD");
    }

    @Test
    void theEndShowsWhatIsIncomplete() {
        Utf8Stream stream = new Utf8Stream();
        assertThat(stream.accept(bytes('a', 0xE2, 0x96))).isEqualTo("a");
        assertThat(stream.flush()).isEqualTo("\uFFFD");
        assertThat(stream.accept(bytes('b'))).isEqualTo("b");
    }

    @Test
    void piecesGiveTheTextOfTheWhole() {
        Random random = new Random(5);
        int[] interesting = {
            'a', 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0,
            0xF1, 0xF4, 0xF5, 0xFF
        };
        for (int i = 0; i < 50_000; i++) {
            byte[] all = new byte[random.nextInt(12)];
            for (int b = 0; b < all.length; b++) {
                all[b] = (byte) interesting[random.nextInt(interesting.length)];
            }
            Utf8Stream stream = new Utf8Stream();
            StringBuilder text = new StringBuilder();
            for (int from = 0; from < all.length; ) {
                int to = Math.min(all.length, from + 1 + random.nextInt(3));
                text.append(stream.accept(Arrays.copyOfRange(all, from, to)));
                from = to;
            }
            text.append(stream.flush());
            assertThat(text.toString()).isEqualTo(new String(all, StandardCharsets.UTF_8));
        }
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
