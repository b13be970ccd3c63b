package dev.triglot.engine.runtime;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * How many physical cores this process may use. Hyper-threads share the vector units, so a second
 * one per core only adds contention.
 */
public final class PhysicalCores {
    private static final Path CPUS = Path.of("/sys/devices/system/cpu");

    private PhysicalCores() {}

    /**
     * At least 1, at most the processors that the JVM sees (cgroup limits and affinity included).
     */
    public static int count() {
        int available = Runtime.getRuntime().availableProcessors();
        int cores = fromSysfs(CPUS);
        return cores == 0 ? available : Math.max(1, Math.min(cores, available));
    }

    /** Distinct sets of thread siblings, or 0 where the system does not tell. */
    static int fromSysfs(Path cpus) {
        Set<String> cores = new HashSet<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(cpus, "cpu[0-9]*")) {
            for (Path cpu : folders) {
                Path siblings = cpu.resolve("topology/thread_siblings_list");
                if (Files.isReadable(siblings)) {
                    cores.add(Files.readString(siblings).strip());
                }
            }
        } catch (IOException notTold) {
            return 0;
        }
        return cores.size();
    }
}
