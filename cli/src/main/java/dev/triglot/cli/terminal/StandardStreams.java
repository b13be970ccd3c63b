package dev.triglot.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output and standard error of this process. */
final class StandardStreams {
    private StandardStreams() {}

    /**
     * Standard output, buffered. Where it cannot be written, an {@link OutputClosedException} says
     * so at once: a {@link PrintStream} over it would swallow an IOException and go on for hours.
     */
    static OutputStream output() {
        return new BufferedOutputStream(
                new Checked(new FileOutputStream(FileDescriptor.out)), 1 << 13);
    }

    /**
     * Standard error. The launcher hides descriptor 2 while the JVM starts, since the JVM warns
     * about its incubating Vector API there, and passes the real one in {@code triglot.stderr}.
     */
    static OutputStream error() {
        Integer descriptor = Integer.getInteger("triglot.stderr");
        if (descriptor == null) {
            return new FileOutputStream(FileDescriptor.err);
        }
        var stream = new FileOutputStream(descriptor(descriptor));
        System.setErr(new PrintStream(stream, true, StandardCharsets.UTF_8));
        return stream;
    }

    /** Opening /dev/fd/N instead would truncate files and fails for sockets. */
    private static FileDescriptor descriptor(int number) {
        try {
            var constructor = FileDescriptor.class.getDeclaredConstructor(int.class);
            constructor.setAccessible(true);
            return constructor.newInstance(number);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "no access to java.io: start with --add-opens java.base/java.io=ALL-UNNAMED",
                    e);
        }
    }

    private static final class Checked extends OutputStream {
        private final OutputStream target;
        private boolean closed;

        Checked(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (closed) {
                return;
            }
            try {
                target.write(bytes, offset, length);
            } catch (IOException e) {
                // Said once: what is still in a buffer must not bring it up again.
                closed = true;
                throw new OutputClosedException(e);
            }
        }
    }
}
