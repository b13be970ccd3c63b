package dev.triglot.js;

import dev.triglot.polyglot.host.LanguageSupport;
import dev.triglot.polyglot.host.Profile;
import dev.triglot.polyglot.v1.Triglot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.io.FileSystem;

/** Gives contexts of a {@link dev.triglot.polyglot.host.TriglotHost} a {@link NodeRuntime}. */
public final class JavaScriptSupport implements LanguageSupport {
    private final Bundle bundle = new Bundle();

    /** Of the context that a thread is making: a host asks for files first, then installs. */
    private final Map<Thread, NodeFileSystem> making = new ConcurrentHashMap<>();

    /** For {@link java.util.ServiceLoader}. */
    public JavaScriptSupport() {}

    @Override
    public String language() {
        return "js";
    }

    @Override
    public FileSystem fileSystem(FileSystem base, Profile profile) {
        NodeFileSystem files = new NodeFileSystem(base, bundle);
        making.put(Thread.currentThread(), files);
        return files;
    }

    @Override
    public void configure(Context.Builder builder, Profile profile) {
        builder.allowExperimentalOptions(true)
                .option("js.text-encoding", "true")
                .option("js.unhandled-rejections", "handler")
                .option("js.lazy-translation", "true");
    }

    @Override
    public void install(Context context, Triglot triglot, Profile profile) {
        NodeFileSystem files = making.remove(Thread.currentThread());
        if (files == null) {
            throw new IllegalStateException("the host has not asked for the files of JavaScript");
        }
        NodeRuntime.install(context, files, bundle, triglot, !profile.isSandboxed());
    }
}
