package dev.triglot.engine.store;

import dev.triglot.engine.error.ModelStoreException;
import dev.triglot.engine.error.ModelStoreException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/** The platform's exceptions in words. */
final class Failures {
    private Failures() {}

    /** One phrase; the platform's own messages are often only a path, or nothing. */
    static String describe(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied";
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case FileSystemException file when file.getReason() != null ->
                    file.getFile() + ": " + file.getReason();
            case HttpConnectTimeoutException timeout -> "no connection in time";
            case ConnectException unresolved when isUnresolved(unresolved) ->
                    "the host is not found (is there a network?)";
            case ConnectException refused -> "no connection" + detail(refused);
            case SSLException insecure -> "no secure connection" + detail(insecure);
            default ->
                    e.getMessage() == null
                            ? e.getClass().getSimpleName()
                            : Names.plain(e.getMessage());
        };
    }

    private static boolean isUnresolved(ConnectException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    private static String detail(IOException e) {
        return e.getMessage() == null ? "" : ": " + Names.plain(e.getMessage());
    }

    /** The store's own folder cannot be read or written. */
    static ModelStoreException unreadable(String action, Path path, IOException cause) {
        return new ModelStoreException(
                Reason.STORE_UNREADABLE,
                "cannot "
                        + action
                        + " "
                        + path
                        + ": "
                        + describe(cause)
                        + "; TRIGLOT_HOME chooses another folder",
                cause);
    }

    static ModelStoreException cancelled() {
        return new ModelStoreException(
                Reason.CANCELLED, "stopped; what has arrived is kept for the next time", null);
    }
}
