package dev.triglot.cli.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files of a user that hold text. */
public final class TextFile {
    private TextFile() {}

    /** A whole UTF-8 file. */
    public static String read(Path file) {
        return decode(bytes(file), file.toString());
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw Failure.failed(file + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw Failure.failed(file + ": no permission to read it", e);
        } catch (IOException e) {
            throw Failure.failed(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * UTF-8 to text.
     *
     * @param source names the origin in a message
     * @throws Failure at the first byte that is not UTF-8
     */
    public static String decode(byte[] bytes, String source) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .decode(in, out, true);
        if (result.isError()) {
            throw Failure.failed(
                    source + ": not UTF-8 at byte " + in.position() + ": convert it first", null);
        }
        return out.flip().toString();
    }
}
