package dev.triglot.js;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.HashMap;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/**
 * A group of Java functions that a script's runtime calls. They are functions by themselves, so no
 * class is ever visible to a guest, and no host access policy hides them.
 */
class Natives {
    private final Map<String, Object> functions = new HashMap<>();
    private @Nullable Value raise;

    /** A function of Java; what it throws becomes an error of JavaScript with Node's code. */
    @FunctionalInterface
    interface Function {
        @Nullable Object call(Value... arguments) throws IOException;
    }

    final void define(String name, Function function) {
        functions.put(name, new Guarded(name, function));
    }

    /**
     * Defines functions that {@link #call} carries out. What every program needs at its start is
     * defined so: a lambda expression costs time when it is first met.
     */
    final void define(String... names) {
        for (String name : names) {
            functions.put(name, new Guarded(name, null));
        }
    }

    /** Carries out a function that was defined by name. */
    @Nullable Object call(String name, Value... arguments) throws IOException {
        throw new IllegalStateException("no function " + name);
    }

    private final class Guarded implements ProxyExecutable {
        private final String name;
        private final @Nullable Function function;

        Guarded(String name, @Nullable Function function) {
            this.name = name;
            this.function = function;
        }

        @Override
        public @Nullable Object execute(Value... arguments) {
            return guarded(name, function, arguments);
        }
    }

    final void constant(String name, Object value) {
        functions.put(name, value);
    }

    /**
     * @param raise the JavaScript function (code, message, syscall, path) that throws
     */
    final ProxyObject toGuest(Value raise) {
        this.raise = raise;
        return ProxyObject.fromMap(functions);
    }

    private @Nullable Object guarded(String name, @Nullable Function function, Value... arguments) {
        try {
            return function == null ? call(name, arguments) : function.call(arguments);
        } catch (NodeError e) {
            throw raised(e.code, String.valueOf(e.getMessage()), null, null);
        } catch (FileSystemException e) {
            String code = code(e);
            throw raised(code, reason(code, e), name, e.getFile());
        } catch (SecurityException e) {
            throw raised("EACCES", "permission denied", name, null);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            String code = message.contains("Is a directory") ? "EISDIR" : "EIO";
            throw raised(code, message, name, null);
        }
    }

    private RuntimeException raised(
            String code, String message, @Nullable String call, @Nullable String path) {
        if (raise == null) {
            return new IllegalStateException(code + ": " + message);
        }
        raise.execute(code, message, call, path);
        return new IllegalStateException("not thrown: " + code);
    }

    private static String code(FileSystemException e) {
        return switch (e) {
            case NoSuchFileException _ -> "ENOENT";
            case FileAlreadyExistsException _ -> "EEXIST";
            case DirectoryNotEmptyException _ -> "ENOTEMPTY";
            case AccessDeniedException _ -> "EACCES";
            case NotDirectoryException _ -> "ENOTDIR";
            case FileSystemLoopException _ -> "ELOOP";
            default -> {
                String reason = String.valueOf(e.getReason());
                yield reason.contains("Not a directory")
                        ? "ENOTDIR"
                        : reason.contains("Is a directory")
                                ? "EISDIR"
                                : reason.contains("not permitted") ? "EPERM" : "EIO";
            }
        };
    }

    private static String reason(String code, FileSystemException e) {
        return switch (code) {
            case "ENOENT" -> "no such file or directory";
            case "EEXIST" -> "file already exists";
            case "ENOTEMPTY" -> "directory not empty";
            case "EACCES" -> "permission denied";
            case "ENOTDIR" -> "not a directory";
            case "EISDIR" -> "illegal operation on a directory";
            default -> e.getReason() == null ? "i/o error" : e.getReason();
        };
    }

    /** An error with a code that is not of a file system. */
    static final class NodeError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final String code;

        NodeError(String code, String message) {
            super(message);
            this.code = code;
        }
    }

    static String text(Value... arguments) {
        return arguments[0].asString();
    }

    /** Whether an argument is there and not null or undefined. */
    static boolean given(Value[] arguments, int index) {
        return index < arguments.length && !arguments[index].isNull();
    }

    /** The bytes of three arguments: an ArrayBuffer, the offset in it and a length. */
    static byte[] bytes(Value[] arguments, int index) {
        byte[] bytes = new byte[arguments[index + 2].asInt()];
        arguments[index].readBuffer(arguments[index + 1].asLong(), bytes, 0, bytes.length);
        return bytes;
    }
}
