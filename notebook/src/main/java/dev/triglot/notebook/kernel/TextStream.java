package dev.triglot.notebook.kernel;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Bytes as text, without cutting characters in two. */
final class TextStream extends OutputStream {
    private final Consumer<String> text;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    TextStream(Consumer<String> text) {
        this.text = text;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        pending.write(bytes, offset, length);
        byte[] all = pending.toByteArray();
        int whole = all.length - unfinished(all);
        if (whole > 0) {
            text.accept(new String(all, 0, whole, StandardCharsets.UTF_8));
            pending.reset();
            pending.write(all, whole, all.length - whole);
        }
    }

    /** How many bytes at the end begin a character whose rest is not there. */
    private static int unfinished(byte[] bytes) {
        for (int back = 1; back <= Math.min(3, bytes.length); back++) {
            int b = bytes[bytes.length - back] & 0xff;
            if (b >= 0xc0) {
                int needed = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
                return needed > back ? back : 0;
            }
            if (b < 0x80) {
                return 0;
            }
        }
        return 0;
    }
}
