package dev.triglot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The processor, as far as the system tells. */
final class Processor {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /** Features that kernels may use; x86 first, then ARM. */
    private static final Set<String> INTERESTING =
            Set.of(
                    "sse4_2",
                    "avx",
                    "avx2",
                    "fma",
                    "f16c",
                    "avx512f",
                    "avx512bw",
                    "avx512vl",
                    "avx512_vnni",
                    "avx512_bf16",
                    "avx_vnni",
                    "amx_int8",
                    "asimd",
                    "asimdhp",
                    "asimddp",
                    "i8mm",
                    "bf16",
                    "sve",
                    "sve2");

    private Processor() {}

    /** Such as {@code AMD EPYC 7B13, 8 processors: avx avx2 f16c fma}. */
    static String describe() {
        List<String> lines;
        try {
            lines = Files.readAllLines(CPUINFO);
        } catch (IOException e) {
            // Only Linux has this file.
            lines = List.of();
        }
        String count = Runtime.getRuntime().availableProcessors() + " processors";
        String features =
                Arrays.stream(value(lines, "flags", value(lines, "Features", "")).split(" "))
                        .filter(INTERESTING::contains)
                        .collect(Collectors.joining(" "));
        return value(lines, "model name", System.getProperty("os.arch"))
                + ", "
                + count
                + (features.isEmpty() ? "" : ": " + features);
    }

    /** The first value of a key; lines are such as {@code flags : fpu vme}. */
    static String value(List<String> lines, String key, String otherwise) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(otherwise);
    }
}
