package dev.triglot.python;

import dev.triglot.polyglot.host.LanguageSupport;
import dev.triglot.polyglot.host.Profile;
import dev.triglot.polyglot.v1.Triglot;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;

/**
 * Makes {@code import triglot}, {@code import gpt4all} and {@code import llama_cpp} work in a
 * context. The modules come out of this jar through an import hook, so a context needs no file
 * access for them.
 */
public final class PythonSupport implements LanguageSupport {
    private static final String BOOTSTRAP = "bootstrap.py";

    private final ModuleSources sources = new ModuleSources();
    private final Source bootstrap = bootstrap();

    /** For {@link java.util.ServiceLoader}. */
    public PythonSupport() {}

    @Override
    public String language() {
        return "python";
    }

    /** Java's own files and sockets: what a profile denies is then denied to Python too. */
    @Override
    public void configure(Context.Builder builder, Profile profile) {
        builder.option("python.PosixModuleBackend", "java");
    }

    @Override
    public void install(Context context, Triglot triglot, Profile profile) {
        FileMoves moves = profile.isSandboxed() ? null : new FileMoves();
        context.eval(bootstrap).execute(sources, triglot, moves);
    }

    private static Source bootstrap() {
        return Source.newBuilder("python", ModuleSources.read(BOOTSTRAP), BOOTSTRAP)
                .internal(true)
                .buildLiteral();
    }
}
