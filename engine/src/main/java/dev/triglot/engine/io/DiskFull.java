package dev.triglot.engine.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Tells a full disk from other failures of writing. */
public final class DiskFull {
    /**
     * So little room after a failed write is its reason, in whatever language the system says so.
     */
    private static final long NEXT_TO_NOTHING = 1 << 20;

    private DiskFull() {}

    /**
     * Whether a write failed because a disk or a quota is full.
     *
     * @param folder of the file
     */
    public static boolean causes(IOException problem, Path folder) {
        String message = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left")
                || message.contains("not enough space")
                || message.contains("quota exceeded")
                || hasNextToNothing(folder);
    }

    private static boolean hasNextToNothing(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() < NEXT_TO_NOTHING;
        } catch (IOException unknown) {
            return false;
        }
    }
}
