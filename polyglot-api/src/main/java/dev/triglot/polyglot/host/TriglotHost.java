package dev.triglot.polyglot.host;

import dev.triglot.engine.LanguageModel;
import dev.triglot.polyglot.service.Grant;
import dev.triglot.polyglot.service.Services;
import dev.triglot.polyglot.service.TriglotService;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.ResourceLimits;
import org.graalvm.polyglot.io.FileSystem;
import org.graalvm.polyglot.io.IOAccess;
import org.jspecify.annotations.Nullable;

/**
 * Makes contexts for Python, JavaScript or both, on one shared {@link Engine}, in which scripts
 * find the binding {@code triglot} and, where the shims are on the class path, the modules {@code
 * triglot} and {@code gpt4all}.
 */
public final class TriglotHost implements AutoCloseable {
    /** The binding's name. */
    public static final String BINDING = "triglot";

    /** What the API shows to guests: the exported members of its interfaces, and data. */
    private static final HostAccess EXPORTED =
            HostAccess.newBuilder(HostAccess.EXPLICIT)
                    .allowAccessInheritance(true)
                    .allowArrayAccess(true)
                    .allowListAccess(true)
                    .allowMapAccess(true)
                    .allowBufferAccess(true)
                    .allowIterableAccess(true)
                    .allowIteratorAccess(true)
                    .build();

    private final Builder settings;
    private final Engine engine;
    private final List<LanguageSupport> supports = new ArrayList<>();

    private TriglotHost(Builder settings) {
        this.settings = settings;
        this.engine =
                Engine.newBuilder(settings.languages)
                        .allowExperimentalOptions(true)
                        .option("engine.WarnInterpreterOnly", "false")
                        .build();
        for (LanguageSupport support : ServiceLoader.load(LanguageSupport.class)) {
            if (List.of(settings.languages).contains(support.language())) {
                supports.add(support);
            }
        }
    }

    /**
     * Begins with the trusted profile.
     *
     * @param languages ids such as {@code python} and {@code js}
     */
    public static Builder builder(String... languages) {
        return new Builder(languages.clone());
    }

    /** A new guest without saved sessions; guests share code, not values. */
    public Guest newGuest() {
        return guest(null, settings.languages);
    }

    /**
     * A new guest of a tenant, who finds what earlier guests of that tenant have saved, and nothing
     * of another one.
     *
     * @param tenant a bare name: letters, digits, points, hyphens, underscores
     */
    public Guest newGuest(String tenant) {
        return guest(Objects.requireNonNull(tenant), settings.languages);
    }

    /**
     * A new guest with some of the host's languages only. JavaScript allows one thread in its
     * context: beside languages with many it is better in a guest of its own.
     */
    public Guest newGuestIn(String... languages) {
        return guest(null, languages.clone());
    }

    private Guest guest(@Nullable String tenant, String... languages) {
        List<LanguageSupport> spoken =
                supports.stream()
                        .filter(support -> List.of(languages).contains(support.language()))
                        .toList();
        boolean sandboxed = settings.profile.isSandboxed();
        Context.Builder builder = Context.newBuilder(languages).engine(engine);
        spoken.forEach(support -> support.configure(builder, settings.profile));
        settings.customizers.forEach(customizer -> customizer.accept(builder));
        if (sandboxed) {
            confine(builder, languages, spoken);
        } else {
            builder.allowAllAccess(true)
                    .allowIO(files(FileSystem.newDefaultFileSystem(), true, spoken));
        }
        TriglotService triglot =
                sandboxed ? Services.granted(settings.grant(tenant)) : Services.trusted();
        Context context = builder.build();
        context.getPolyglotBindings().putMember(BINDING, triglot);
        spoken.forEach(support -> support.install(context, triglot, settings.profile));
        if (sandboxed) {
            // A language's own start is not the script's time.
            List.of(languages).forEach(context::initialize);
        }
        return new Guest(context, triglot, sandboxed ? settings.limits : null);
    }

    /** As {@link #newGuest}, for who needs the context only. */
    public Context newContext() {
        return newGuest().context();
    }

    private void confine(
            Context.Builder builder, String[] languages, List<LanguageSupport> spoken) {
        PolyglotAccess.Builder bindings = PolyglotAccess.newBuilder();
        for (String language : languages) {
            bindings.allowBindingsAccess(language);
        }
        builder.allowAllAccess(false)
                .allowHostAccess(EXPORTED)
                .allowHostClassLookup(name -> false)
                .allowHostClassLoading(false)
                .allowNativeAccess(false)
                .allowCreateProcess(false)
                .allowCreateThread(false)
                .allowEnvironmentAccess(EnvironmentAccess.NONE)
                .allowPolyglotAccess(bindings.build())
                .allowIO(files(settings.readable(), false, spoken));
        if (settings.limits.statements() > 0) {
            builder.resourceLimits(
                    ResourceLimits.newBuilder()
                            .statementLimit(settings.limits.statements(), null)
                            .build());
        }
    }

    private IOAccess files(FileSystem base, boolean sockets, List<LanguageSupport> spoken) {
        // A context tells its working folder to no file system that is given to it. Where no file
        // may be seen there is none.
        if (settings.workingFolder != null
                && (!settings.profile.isSandboxed() || !settings.readable.isEmpty())) {
            base.setCurrentWorkingDirectory(settings.workingFolder);
        }
        FileSystem shown = base;
        for (LanguageSupport support : spoken) {
            shown = support.fileSystem(shown, settings.profile);
        }
        // A language's own library is always readable.
        return IOAccess.newBuilder()
                .fileSystem(FileSystem.allowInternalResourceAccess(shown))
                .allowHostSocketAccess(sockets)
                .build();
    }

    /** What contexts run on. */
    public Engine engine() {
        return engine;
    }

    /** Ends all contexts. */
    @Override
    public void close() {
        if (settings.profile.isSandboxed()) {
            Supervisor.inTime(() -> engine.close(true), Supervisor.GRACE);
        } else {
            engine.close(true);
        }
    }

    /** Collects what contexts are to be like. */
    public static final class Builder {
        private final String[] languages;
        private @Nullable Path workingFolder;
        private final Map<String, Path> files = new LinkedHashMap<>();
        private final Map<String, LanguageModel> shared = new LinkedHashMap<>();
        private final List<Path> readable = new ArrayList<>();
        private @Nullable Path states;
        private Limits limits = Limits.DEFAULT;
        private Profile profile = Profile.TRUSTED;
        private final List<Consumer<Context.Builder>> customizers = new ArrayList<>();

        private Builder(String[] languages) {
            this.languages = languages;
        }

        /** Scripts reach the exported API and what is granted, nothing else. */
        public Builder sandboxed() {
            profile = Profile.SANDBOXED;
            return this;
        }

        /** A model that each sandboxed guest may open for itself, by this name. */
        public Builder grantModel(String name, Path file) {
            files.put(name, file);
            return this;
        }

        /** An open model that all sandboxed guests share by this name; the host closes it. */
        public Builder grantModel(String name, LanguageModel model) {
            shared.put(name, model);
            return this;
        }

        /**
         * A file, or a folder with all that is in it, which sandboxed scripts may read.
         *
         * @throws UncheckedIOException if there is none
         */
        public Builder grantFile(Path fileOrFolder) {
            try {
                readable.add(fileOrFolder.toRealPath());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }

        private FileSystem readable() {
            return readable.isEmpty()
                    ? FileSystem.newDenyIOFileSystem()
                    : new GrantedFiles(readable);
        }

        /**
         * A folder in which the guests of each tenant may save and load sessions, under bare names;
         * each tenant has a folder in it.
         */
        public Builder grantStates(Path folder) {
            states = folder;
            return this;
        }

        /** What a sandboxed guest may use. */
        public Builder limits(Limits values) {
            limits = values;
            return this;
        }

        private Grant grant(@Nullable String tenant) {
            return new Grant(
                    files,
                    shared,
                    states == null || tenant == null ? null : Grant.folderOf(tenant, states),
                    limits.stateBytes(),
                    limits.memoryBytes(),
                    limits.sessions(),
                    limits.contextLength(),
                    limits.maxTokens());
        }

        public Builder out(OutputStream stream) {
            return customize(builder -> builder.out(stream));
        }

        public Builder err(OutputStream stream) {
            return customize(builder -> builder.err(stream));
        }

        public Builder in(InputStream stream) {
            return customize(builder -> builder.in(stream));
        }

        /** Where relative paths of scripts begin; else where the JVM was started. */
        public Builder workingFolder(Path folder) {
            workingFolder = folder.toAbsolutePath();
            return this;
        }

        /** An option of a language, such as {@code python.PosixModuleBackend}. */
        public Builder option(String name, String value) {
            return customize(builder -> builder.allowExperimentalOptions(true).option(name, value));
        }

        /** Anything else; access rights are set afterwards and win. */
        public Builder customize(Consumer<Context.Builder> customizer) {
            customizers.add(customizer);
            return this;
        }

        public TriglotHost build() {
            return new TriglotHost(this);
        }
    }
}
