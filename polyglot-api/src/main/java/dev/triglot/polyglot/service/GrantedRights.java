package dev.triglot.polyglot.service;

import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.ModelOptions;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.store.ModelStore;
import dev.triglot.engine.store.ProgressListener;
import dev.triglot.polyglot.v1.TriglotError;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/** What one sandboxed guest was granted, and how much of it is in use. */
final class GrantedRights implements Rights {
    private final Grant grant;
    private long usedBytes;
    private int openSessions;

    GrantedRights(Grant grant) {
        this.grant = grant;
    }

    @Override
    public Path file(String name, boolean download, ProgressListener listener) {
        Path file = grant.files().get(name);
        if (file == null) {
            throw denied(name);
        }
        return file;
    }

    @Override
    public Opened open(
            String name, ModelOptions options, boolean download, ProgressListener listener) {
        LanguageModel shared = grant.shared().get(name);
        if (shared != null) {
            return new Opened(shared, true, () -> {});
        }
        Path file = file(name, false, listener);
        var memory = LanguageModel.inspect(file, SessionOptions.DEFAULT).memory();
        Runnable release = reserveBytes("the model " + name, memory == null ? 0 : memory.weights());
        try {
            return new Opened(LanguageModel.open(file, options), false, release);
        } catch (RuntimeException | Error e) {
            release.run();
            throw e;
        }
    }

    private TriglotError denied(String name) {
        TreeSet<String> names = new TreeSet<>(grant.files().keySet());
        names.addAll(grant.shared().keySet());
        return permissionDenied(
                "this script may not open "
                        + Shown.quoted(name)
                        + ": it may open "
                        + (names.isEmpty() ? "no model" : String.join(", ", names)));
    }

    @Override
    public ModelStore store() {
        throw permissionDenied("this script may not use the store of models");
    }

    @Override
    public String shown(Path path) {
        return String.valueOf(path.getFileName());
    }

    @Override
    public Path savedState(String path) {
        return states().existing(path);
    }

    @Override
    public Path newState(String path, long bytes) {
        return states().forNew(path, bytes);
    }

    private StateFolder states() {
        Path folder = grant.states();
        if (folder == null) {
            throw permissionDenied("this script may not save sessions to files: use saveBytes");
        }
        return new StateFolder(folder, grant.stateBytes());
    }

    @Override
    public Runnable reserve(String what, int contextLength, long bytes) {
        if (contextLength > grant.contextLength()) {
            throw exceeded(
                    what
                            + " has a context of "
                            + contextLength
                            + " tokens, this script may have "
                            + grant.contextLength());
        }
        synchronized (this) {
            if (openSessions >= grant.sessions()) {
                throw exceeded(
                        "this script may have "
                                + grant.sessions()
                                + " sessions at the same time: close one");
            }
            Runnable release = reserveBytes(what, bytes);
            openSessions++;
            return () -> {
                synchronized (this) {
                    openSessions--;
                    release.run();
                }
            };
        }
    }

    private synchronized Runnable reserveBytes(String what, long bytes) {
        if (bytes > grant.memoryBytes() - usedBytes) {
            throw exceeded(
                    what
                            + " needs "
                            + bytes
                            + " bytes, this script has "
                            + (grant.memoryBytes() - usedBytes)
                            + " left of "
                            + grant.memoryBytes());
        }
        usedBytes += bytes;
        AtomicBoolean released = new AtomicBoolean();
        return () -> {
            synchronized (this) {
                if (!released.getAndSet(true)) {
                    usedBytes -= bytes;
                }
            }
        };
    }

    @Override
    public int maxTokens() {
        return grant.maxTokens();
    }

    private static TriglotError permissionDenied(String text) {
        return new TriglotError("permission_denied", text, null);
    }

    private static TriglotError exceeded(String text) {
        return new TriglotError("limit_exceeded", text, null);
    }
}
