package dev.triglot.engine.store;

import dev.triglot.engine.error.ModelStoreException;
import dev.triglot.engine.error.ModelStoreException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps two processes, and two threads of one process, from fetching the same model at once. */
final class StoreLock implements AutoCloseable {
    /**
     * The lock files that this process holds. Static because a lock of the operating system belongs
     * to the whole process: on POSIX, closing any channel to a locked file gives the lock up, so a
     * second thread must not even open it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    // Behind the text: on Windows no other process can read what is locked.
    private static final long LOCKED_BYTE = 1024;
    private static final Pattern HOLDER = Pattern.compile("([0-9]{1,10})\\n");

    private final Path file;
    private final FileChannel channel;

    private StoreLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock, waiting for it if need be.
     *
     * @param folder of lock files; created
     * @param name of the lock file; created
     * @param onWait told once who holds it, if that is someone else
     * @throws ModelStoreException with LOCKED when the time is over, CANCELLED on an interrupt
     */
    static StoreLock acquire(Path folder, String name, Duration patience, Consumer<String> onWait) {
        try {
            Path key = Files.createDirectories(folder).toRealPath().resolve(name);
            long deadline = System.nanoTime() + patience.toNanos();
            boolean waiting = false;
            while (true) {
                Attempt attempt = attempt(key);
                if (attempt.lock != null) {
                    return attempt.lock;
                }
                if (System.nanoTime() - deadline >= 0) {
                    throw locked(name, attempt.holder);
                }
                if (!waiting) {
                    onWait.accept(attempt.holder);
                    waiting = true;
                }
                Progress.pause(Progress.TICK_MILLIS);
            }
        } catch (ClosedByInterruptException e) {
            throw Failures.cancelled();
        } catch (IOException e) {
            throw Failures.unreadable("lock", folder.resolve(name), e);
        }
    }

    private record Attempt(@Nullable StoreLock lock, String holder) {}

    private static Attempt attempt(Path key) throws IOException {
        if (!HELD.add(key)) {
            return new Attempt(null, "this process");
        }
        FileChannel channel = null;
        StoreLock lock = null;
        try {
            channel =
                    FileChannel.open(
                            key,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                return new Attempt(null, readHolder(channel));
            }
            writeHolder(channel);
            lock = new StoreLock(key, channel);
            return new Attempt(lock, "");
        } finally {
            if (lock == null) {
                if (channel != null) {
                    channel.close();
                }
                HELD.remove(key);
            }
        }
    }

    private static void writeHolder(FileChannel channel) throws IOException {
        String holder = ProcessHandle.current().pid() + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static String readHolder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(16);
        channel.read(text, 0);
        Matcher holder = HOLDER.matcher(StandardCharsets.US_ASCII.decode(text.flip()));
        return holder.matches() ? "process " + holder.group(1) : "another process";
    }

    private static ModelStoreException locked(String name, String holder) {
        return new ModelStoreException(
                Reason.LOCKED,
                "the model "
                        + name
                        + " is being changed by "
                        + holder
                        + ": wait for it to end, or end it, and try again",
                null);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw Failures.unreadable("unlock", file, e);
        } finally {
            HELD.remove(file);
        }
    }
}
