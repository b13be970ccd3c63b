package dev.triglot.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, FIPS 180-4. */
final class Sha256 {
    private static final int CHUNK = 1 << 20;

    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** 64 hexadecimal digits in lower case; resets the digest. */
    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    static String of(Path file, Progress progress) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MessageDigest digest = digest();
            update(digest, channel, progress);
            return hex(digest);
        }
    }

    /**
     * Feeds all of a file to a digest.
     *
     * @return the number of bytes
     */
    static long update(MessageDigest digest, FileChannel channel, Progress progress)
            throws IOException {
        long total = channel.size();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        long position = 0;
        int count;
        while ((count = channel.read(chunk.clear(), position)) > 0) {
            digest.update(chunk.flip());
            position += count;
            progress.hashed(position, total);
        }
        return position;
    }
}
