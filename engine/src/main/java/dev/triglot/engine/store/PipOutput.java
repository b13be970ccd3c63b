package dev.triglot.engine.store;

import dev.triglot.engine.error.ModelStoreException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/** What pip wrote, turned into one line. */
final class PipOutput {
    private static final int TAIL = 64 << 10;
    private static final Pattern NO_PIP = Pattern.compile("No module named '?pip\\b");
    // pip goes on to say that it found no version when it could not even ask.
    private static final Pattern NO_NETWORK =
            Pattern.compile(
                    "Failed to establish a new connection|[Nn]ame resolution|Name or service not"
                            + " known|NewConnectionError|NameResolutionError|ConnectTimeout"
                            + "|ReadTimeout|Read timed out|ProxyError|Connection refused"
                            + "|Connection reset|Connection aborted|SSLError");
    private static final Pattern NO_VERSION = Pattern.compile("No matching distribution found");
    private static final Pattern NO_SPACE =
            Pattern.compile("No space left on device|not enough space on the disk");

    private PipOutput() {}

    /** The end of a log. */
    static String read(Path log) throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            long start = Math.max(0, channel.size() - TAIL);
            ByteBuffer tail = ByteBuffer.allocate(TAIL);
            int count;
            do {
                count = channel.read(tail, start + tail.position());
            } while (count > 0);
            return StandardCharsets.UTF_8.decode(tail.flip()).toString();
        }
    }

    /** Whether this Python has no pip, and another may have. */
    static boolean lacksPip(String output) {
        return NO_PIP.matcher(output).find();
    }

    static SourceFailure failure(PipSource source, String output) {
        if (NO_SPACE.matcher(output).find()) {
            return new SourceFailure(Reason.NO_SPACE, "pip ran out of disk space");
        }
        if (NO_NETWORK.matcher(output).find()) {
            return new SourceFailure("pip cannot reach its package index (is there a network?)");
        }
        if (NO_VERSION.matcher(output).find()) {
            return new SourceFailure(
                    "pip's package index has no wheel of "
                            + source.project()
                            + " "
                            + source.version());
        }
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        String last =
                lines.reversed().stream()
                        .filter(line -> line.startsWith("ERROR:"))
                        .findFirst()
                        .orElse(lines.isEmpty() ? "it says nothing" : lines.getLast());
        return new SourceFailure(
                "pip failed: " + Names.plain(last.replaceFirst("^ERROR:", "").strip()));
    }
}
