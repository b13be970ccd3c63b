package dev.triglot.js;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.FileSystem;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/**
 * Files for the module {@code fs}. All go through one {@link FileSystem}, which decides what a
 * script may touch.
 */
final class FileNatives extends Natives {
    private static final LinkOption[] FOLLOW = {};
    private static final LinkOption[] NOFOLLOW = {LinkOption.NOFOLLOW_LINKS};

    private final FileSystem files;
    private final Map<Integer, Handle> handles = new HashMap<>();
    private int nextHandle = 3;

    private record Handle(SeekableByteChannel channel, Path path, boolean append) {}

    FileNatives(FileSystem files) {
        this.files = files;
        define("stat", a -> stat(path(a), FOLLOW));
        define("lstat", a -> stat(path(a), NOFOLLOW));
        define("access", a -> access(path(a)));
        define("realpath", a -> files.toRealPath(path(a)).toString());
        define("readdir", a -> list(path(a)));
        define("mkdir", a -> makeFolder(path(a)));
        define("remove", a -> remove(path(a)));
        define("rename", a -> move(path(a), path(a[1])));
        define("copy", a -> copy(path(a), path(a[1]), a[2].asBoolean()));
        define("symlink", a -> link(path(a[1]), Path.of(a[0].asString())));
        define("readlink", a -> files.readSymbolicLink(path(a)).toString());
        define("chmod", a -> chmod(path(a), a[1].asInt()));
        define("utimes", a -> setTimes(path(a), a[1].asDouble(), a[2].asDouble()));
        define("tmpdir", a -> files.getTempDirectory().toString());
        define("open", a -> open(path(a), a[1].asString()));
        define("read", this::read);
        define("write", this::write);
        define("fstat", a -> stat(handle(a[0]).path, FOLLOW));
        define("ftruncate", a -> truncate(handle(a[0]).channel, a[1].asLong()));
        define("close", a -> close(a[0]));
    }

    private Path path(Value... arguments) {
        return files.toAbsolutePath(files.parsePath(arguments[0].asString()));
    }

    private ProxyObject stat(Path path, LinkOption... options) throws IOException {
        Map<String, Object> found;
        try {
            found = files.readAttributes(path, "unix:*", options);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            found = files.readAttributes(path, "*", options);
        }
        Map<String, Object> stat = new HashMap<>();
        stat.put("size", ((Number) found.getOrDefault("size", 0L)).doubleValue());
        stat.put("mtimeMs", millis(found.get("lastModifiedTime")));
        stat.put("atimeMs", millis(found.get("lastAccessTime")));
        stat.put("birthtimeMs", millis(found.get("creationTime")));
        stat.put("ctimeMs", millis(found.getOrDefault("ctime", found.get("lastModifiedTime"))));
        int type =
                Boolean.TRUE.equals(found.get("isDirectory"))
                        ? 0040000
                        : Boolean.TRUE.equals(found.get("isSymbolicLink"))
                                ? 0120000
                                : Boolean.TRUE.equals(found.get("isRegularFile"))
                                        ? 0100000
                                        : 0010000;
        Object mode = found.get("mode");
        stat.put("mode", mode instanceof Integer bits ? bits : type | 0644);
        stat.put("type", type);
        for (String name : List.of("ino", "dev", "nlink", "uid", "gid")) {
            stat.put(name, found.get(name) instanceof Number number ? number.doubleValue() : 0.0);
        }
        return ProxyObject.fromMap(stat);
    }

    private static double millis(@Nullable Object time) {
        return time instanceof FileTime fileTime ? fileTime.toMillis() : 0;
    }

    private @Nullable Object access(Path path) throws IOException {
        files.checkAccess(path, Set.of());
        return null;
    }

    private ProxyArray list(Path path) throws IOException {
        List<Object> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = files.newDirectoryStream(path, _ -> true)) {
            entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        }
        names.sort(null);
        return ProxyArray.fromList(names);
    }

    private @Nullable Object makeFolder(Path path) throws IOException {
        files.createDirectory(path);
        return null;
    }

    private @Nullable Object remove(Path path) throws IOException {
        files.delete(path);
        return null;
    }

    private @Nullable Object move(Path from, Path to) throws IOException {
        files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        return null;
    }

    private @Nullable Object copy(Path from, Path to, boolean exclusive) throws IOException {
        files.copy(
                from,
                to,
                exclusive
                        ? new CopyOption[0]
                        : new CopyOption[] {StandardCopyOption.REPLACE_EXISTING});
        return null;
    }

    private @Nullable Object link(Path link, Path target) throws IOException {
        files.createSymbolicLink(link, target);
        return null;
    }

    private @Nullable Object chmod(Path path, int mode) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int bit = 0; bit < all.length; bit++) {
            if ((mode & (0400 >> bit)) != 0) {
                permissions.add(all[bit]);
            }
        }
        files.setAttribute(path, "posix:permissions", permissions);
        return null;
    }

    private @Nullable Object setTimes(Path path, double accessed, double modified)
            throws IOException {
        files.setAttribute(path, "lastAccessTime", FileTime.fromMillis((long) (accessed * 1000)));
        files.setAttribute(path, "lastModifiedTime", FileTime.fromMillis((long) (modified * 1000)));
        return null;
    }

    private int open(Path path, String flags) throws IOException {
        Set<OpenOption> options = new HashSet<>();
        boolean reads = flags.startsWith("r") || flags.contains("+");
        boolean writes = !flags.startsWith("r") || flags.contains("+");
        if (reads) {
            options.add(StandardOpenOption.READ);
        }
        if (writes) {
            options.add(StandardOpenOption.WRITE);
        }
        if (!flags.startsWith("r")) {
            options.add(
                    flags.contains("x")
                            ? StandardOpenOption.CREATE_NEW
                            : StandardOpenOption.CREATE);
        }
        if (flags.startsWith("w")) {
            options.add(StandardOpenOption.TRUNCATE_EXISTING);
        }
        SeekableByteChannel channel = files.newByteChannel(path, options);
        boolean append = flags.startsWith("a");
        handles.put(nextHandle, new Handle(channel, path, append));
        return nextHandle++;
    }

    private Handle handle(Value number) {
        Handle handle = handles.get(number.asInt());
        if (handle == null) {
            throw new NodeError("EBADF", "EBADF: bad file descriptor");
        }
        return handle;
    }

    /** read(handle, length, position or null): the bytes, fewer at the end. */
    private ByteBuffer read(Value... a) throws IOException {
        SeekableByteChannel channel = handle(a[0]).channel;
        long restore = channel.position();
        boolean positioned = given(a, 2);
        if (positioned) {
            channel.position(a[2].asLong());
        }
        long left = Math.max(0, channel.size() - channel.position());
        int wanted = a[1].asInt();
        // A file of the kernel's says size 0 and has content all the same.
        ByteBuffer bytes = ByteBuffer.allocate(left == 0 ? wanted : (int) Math.min(wanted, left));
        while (bytes.hasRemaining() && channel.read(bytes) > 0) {}
        if (positioned) {
            channel.position(restore);
        }
        byte[] exact = Arrays.copyOf(bytes.array(), bytes.position());
        return ByteBuffer.wrap(exact);
    }

    /** write(handle, buffer, offset, length, position or null). */
    private @Nullable Object write(Value... a) throws IOException {
        Handle handle = handle(a[0]);
        ByteBuffer bytes = ByteBuffer.wrap(bytes(a, 1));
        long restore = handle.channel.position();
        boolean positioned = given(a, 4);
        if (handle.append) {
            handle.channel.position(handle.channel.size());
        } else if (positioned) {
            handle.channel.position(a[4].asLong());
        }
        while (bytes.hasRemaining()) {
            handle.channel.write(bytes);
        }
        if (positioned) {
            handle.channel.position(restore);
        }
        return null;
    }

    private static @Nullable Object truncate(SeekableByteChannel channel, long size)
            throws IOException {
        long current = channel.size();
        if (size <= current) {
            channel.truncate(size);
        } else {
            channel.position(size - 1);
            channel.write(ByteBuffer.wrap(new byte[1]));
        }
        return null;
    }

    private @Nullable Object close(Value number) throws IOException {
        handle(number).channel.close();
        handles.remove(number.asInt());
        return null;
    }

    /** Closes what the script left open. */
    void closeAll() {
        for (Handle handle : handles.values()) {
            try {
                handle.channel.close();
            } catch (IOException e) {
                // The script has ended; there is nobody to tell.
            }
        }
        handles.clear();
    }
}
