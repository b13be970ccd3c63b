package dev.triglot.cli.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A copy of the launcher in a source tree of its own, with JDKs and a Maven that only pretend, and
 * nothing else of this machine but a few tools.
 */
final class Sandbox {
    private static final List<String> TOOLS =
            List.of(
                    "sh",
                    "cat",
                    "find",
                    "grep",
                    "head",
                    "mkdir",
                    "mv",
                    "readlink",
                    "rm",
                    "sed",
                    "sleep",
                    "stty",
                    "touch",
                    "tr");

    private final Path root;
    private final Path project;
    private final Path bin;
    private final Path machine;

    Sandbox(Path root) throws IOException {
        this.root = root;
        project = Files.createDirectories(root.resolve("project with spaces"));
        bin = Files.createDirectories(root.resolve("bin"));
        machine = Files.createDirectories(root.resolve("machine"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(bin.resolve(tool), find(tool));
        }
        for (String source : List.of("engine/src/main", "cli/src/main", "cli/src/training")) {
            Files.createDirectories(project.resolve(source));
        }
        for (String pom : List.of("pom.xml", "engine/pom.xml", "cli/pom.xml")) {
            Files.writeString(project.resolve(pom), "<project/>");
        }
        // Places where real JDKs may be are moved into the sandbox.
        String script = Files.readString(launcherOfThisProject());
        executable(
                project.resolve("triglot"),
                script.replaceAll("(?<=[ \\n])/(usr|opt|Library)/(?=[A-Za-z])", machine + "/$1/"));
    }

    private static Path launcherOfThisProject() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("triglot"))
                ? here.resolve("triglot")
                : here.resolveSibling("triglot");
    }

    private static Path find(String tool) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, tool);
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("this test needs the command " + tool);
    }

    Path project() {
        return project;
    }

    Path script() {
        return project.resolve("triglot");
    }

    /** A JDK under the machine's usual folder, whose java prints its version and arguments. */
    Path jdk(String version) throws IOException {
        return jdkAt(machine.resolve("usr/lib/jvm/jdk-" + version), version);
    }

    Path jdkAt(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
        executable(
                home.resolve("bin/java"),
                "#!/bin/sh\necho java " + version + "\nfor a; do echo \"arg:$a\"; done\n");
        executable(home.resolve("bin/javac"), "#!/bin/sh\n");
        return home;
    }

    /** A Maven that notes each call in the file {@code builds} and leaves a jar. */
    void maven() throws IOException {
        executable(
                bin.resolve("mvn"),
                """
                #!/bin/sh
                echo "$JAVA_HOME" >>'%s'
                sleep 1
                while [ "$1" != -pl ]; do shift; done
                mkdir -p "$2/target/dist/lib"
                echo jar >"$2/target/dist/lib/triglot-$2.jar"
                """
                        .formatted(root.resolve("builds")));
    }

    void failingMaven() throws IOException {
        executable(
                bin.resolve("mvn"), "#!/bin/sh\necho '[ERROR] no network'\necho other\nexit 1\n");
    }

    List<String> builds() throws IOException {
        Path log = root.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    static void executable(Path file, String content) throws IOException {

        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** How a run of the launcher ended. */
    record Outcome(int exitCode, String out, String err) {}

    Process start(Path script, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(root.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("HOME", root.resolve("home").toString());
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        return builder.start();
    }

    static Outcome end(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the launcher hangs");
        }
        return new Outcome(process.exitValue(), out, err);
    }

    Outcome run(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return end(start(script(), environment, arguments));
    }
}
