package dev.triglot.notebook.install;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code triglot notebook install}. */
@Command(
        name = "install",
        mixinStandardHelpOptions = true,
        description = "Makes the kernel \"Triglot (polyglot)\" known to Jupyter.")
public final class InstallCommand implements Callable<Integer> {
    static final String NAME = "triglot";

    @ArgGroup private @Nullable Place place;

    @Spec private @Nullable CommandSpec spec;

    private final List<String> command;

    /** Where to. */
    static final class Place {
        @Option(names = "--user", description = "For this user, in all environments; the default.")
        @SuppressWarnings("UnusedVariable") // the default: said only to be clear
        private boolean user;

        @Option(
                names = "--prefix",
                paramLabel = "FOLDER",
                description = "For one Python environment: the folder that has bin/ and share/.")
        private @Nullable Path prefix;
    }

    /**
     * @param command starts {@code triglot notebook}
     */
    public InstallCommand(List<String> command) {
        this.command = command;
    }

    @Override
    public Integer call() {
        CommandSpec own = java.util.Objects.requireNonNull(spec);
        Path folder = kernels().resolve(NAME).toAbsolutePath().normalize();
        try {
            KernelDescription.write(folder, command);
        } catch (IOException e) {
            throw new ParameterException(
                    own.commandLine(), "cannot write to " + folder + ": " + e.getMessage());
        }
        PrintWriter out = own.commandLine().getOut();
        out.println("installed the kernel " + NAME + " in " + folder);
        out.println("start it with: jupyter lab, or jupyter console --kernel " + NAME);
        out.flush();
        return 0;
    }

    private Path kernels() {
        return place != null && place.prefix != null
                ? JupyterFolders.below(place.prefix)
                : JupyterFolders.ofUser(
                        System.getProperty("os.name", ""),
                        Path.of(System.getProperty("user.home", ".")),
                        System::getenv);
    }
}
