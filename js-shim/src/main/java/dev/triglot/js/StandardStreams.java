package dev.triglot.js;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a script's process. They may be set until the first script runs; without, output
 * goes to the context, which takes whole lines.
 */
final class StandardStreams {
    private InputStream in = InputStream.nullInputStream();
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private final OutputStream toOut;
    private final OutputStream toErr;

    /**
     * @param printers the context's two functions that print a line
     */
    StandardStreams(Value printers) {
        toOut = new Current(1, printers.getArrayElement(0));
        toErr = new Current(2, printers.getArrayElement(1));
    }

    void set(InputStream newIn, OutputStream newOut, OutputStream newErr) {
        in = newIn;
        out = newOut;
        err = newErr;
    }

    InputStream in() {
        return in;
    }

    /** Standard output, or standard error for 2. */
    OutputStream out(int number) {
        return number == 2 ? toErr : toOut;
    }

    /** The stream that was set, or that of the context. */
    private final class Current extends OutputStream {
        private final int number;
        private final Value printer;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Current(int number, Value printer) {
            this.number = number;
            this.printer = printer;
        }

        private @Nullable OutputStream stream() {
            return number == 1 ? out : err;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            OutputStream stream = stream();
            if (stream != null) {
                stream.write(bytes, from, count);
                return;
            }
            for (int i = from; i < from + count; i++) {
                if (bytes[i] == '\n') {
                    printer.executeVoid(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else {
                    line.write(bytes[i]);
                }
            }
        }

        @Override
        public void flush() throws IOException {
            OutputStream stream = stream();
            if (stream != null) {
                stream.flush();
            }
        }
    }
}
