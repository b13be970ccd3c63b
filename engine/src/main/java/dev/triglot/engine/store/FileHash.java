package dev.triglot.engine.store;

import dev.triglot.engine.io.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** SHA-256 of files, with progress. */
final class FileHash {
    private static final int CHUNK = 1 << 20;

    private FileHash() {}

    static String of(Path file, Progress progress) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MessageDigest digest = Sha256.digest();
            update(digest, channel, progress);
            return Sha256.hex(digest);
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
