package dev.triglot.notebook;

import dev.triglot.notebook.install.InstallCommand;
import dev.triglot.notebook.kernel.Kernel;
import dev.triglot.notebook.protocol.ConnectionFile;
import dev.triglot.notebook.protocol.ProtocolException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Entry point of {@code triglot notebook}. */
@Command(
        name = "triglot notebook",
        mixinStandardHelpOptions = true,
        description = "Jupyter notebooks with Python, JavaScript and Java cells.")
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Ends threads that a cell has left behind, too.
        System.exit(run(args));
    }

    /** Runs to the end and returns the exit code. */
    public static int run(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .addSubcommand(new InstallCommand(ownCommand()))
                .addSubcommand(new KernelCommand());
    }

    /** What starts this program again: the launcher script, or else this very JVM. */
    private static List<String> ownCommand() {
        String launcher = System.getProperty("triglot.launcher");
        if (launcher != null) {
            return List.of(launcher, "notebook");
        }
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(
                List.of(
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        absolute(System.getProperty("java.class.path", "")),
                        Main.class.getName()));
        return command;
    }

    /** Jupyter starts kernels in the folder of the notebook. */
    private static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What Jupyter starts. */
    @Command(
            name = "kernel",
            mixinStandardHelpOptions = true,
            description = "Serves one notebook; Jupyter calls this.")
    static final class KernelCommand implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "Jupyter's connection file.")
        private @Nullable Path connection;

        @Override
        public Integer call() {
            endWithParent();
            try (Kernel kernel =
                    new Kernel(ConnectionFile.read(java.util.Objects.requireNonNull(connection)))) {
                kernel.serve();
                return 0;
            } catch (ProtocolException e) {
                System.err.println("triglot: " + e.getMessage());
                return 1;
            }
        }

        /** A front end that is killed cannot say that it is over. */
        private static void endWithParent() {
            Optional.ofNullable(System.getenv("JPY_PARENT_PID"))
                    .filter(pid -> pid.matches("[0-9]{1,18}"))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                    .ifPresent(parent ->
                            Thread.ofPlatform()
                                    .name("parent")
                                    .daemon()
                                    .start(() -> {
                                        parent.onExit().join();
                                        Runtime.getRuntime().halt(0);
                                    }));
        }
    }
}
