package dev.triglot.engine.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much memory could still be taken, as far as the system tells. */
public final class SystemMemory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Path CGROUP = Path.of("/sys/fs/cgroup");

    private SystemMemory() {}

    /**
     * Bytes available without swapping: Linux's {@code MemAvailable}, bounded by the cgroup's
     * limit. Empty where the system does not tell; then nothing is refused.
     */
    public static OptionalLong available() {
        return available(MEMINFO, CGROUP);
    }

    static OptionalLong available(Path meminfo, Path cgroup) {
        try {
            long available =
                    Files.readAllLines(meminfo).stream()
                            .filter(line -> line.startsWith("MemAvailable:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                            .findFirst()
                            .orElseThrow(() -> new IOException("no MemAvailable"));
            return OptionalLong.of(Math.min(available, cgroupLeft(cgroup)));
        } catch (IOException | NumberFormatException notTold) {
            return OptionalLong.empty();
        }
    }

    private static long cgroupLeft(Path cgroup) {
        try {
            String max = Files.readString(cgroup.resolve("memory.max")).strip();
            long current =
                    Long.parseLong(Files.readString(cgroup.resolve("memory.current")).strip());
            // Page cache counts as used there, but is given back on demand.
            long cache =
                    Files.readAllLines(cgroup.resolve("memory.stat")).stream()
                            .filter(line -> line.startsWith("inactive_file "))
                            .mapToLong(line ->
                                    Long.parseLong(line.substring("inactive_file ".length())))
                            .findFirst()
                            .orElse(0);
            return max.equals("max")
                    ? Long.MAX_VALUE
                    : Math.max(0, Long.parseLong(max) - current + cache);
        } catch (IOException | NumberFormatException unlimited) {
            return Long.MAX_VALUE;
        }
    }
}
