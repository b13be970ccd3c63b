import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs the Python modules and the jars that they need as a wheel (PyPA's binary distribution
 * format 1.0): {@code java Wheel.java MODULES JARS LICENSE README VERSION FOLDER}. It runs on the
 * JVM of the build, Java 17 or newer, and gives the same bytes for the same input.
 */
public final class Wheel {
    private static final String JARS = "triglot/_jars/";

    /** Content by name, in the order in which it is written. */
    private final Map<String, byte[]> entries = new TreeMap<>();

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[5]);
        // As Python writes versions.
        String version = args[4].replace("-SNAPSHOT", ".dev0");
        Wheel wheel = new Wheel();
        wheel.addAll(Path.of(args[0]), "");
        wheel.addAll(Path.of(args[1]), JARS);
        String info = "triglot-" + version + ".dist-info/";
        wheel.entries.put(info + "licenses/LICENSE", Files.readAllBytes(Path.of(args[2])));
        wheel.add(info + "METADATA", metadata(version) + Files.readString(Path.of(args[3])));
        wheel.add(
                info + "WHEEL",
                "Wheel-Version: 1.0\n"
                        + "Generator: triglot\n"
                        + "Root-Is-Purelib: true\n"
                        + "Tag: py3-none-any\n");
        wheel.write(folder.resolve("triglot-" + version + "-py3-none-any.whl"), info + "RECORD");
    }

    private static String metadata(String version) {
        return """
        Metadata-Version: 2.4
        Name: triglot
        Version: %s
        Summary: Local language models inside the Java virtual machine
        License-Expression: Apache-2.0
        License-File: LICENSE
        Classifier: Programming Language :: Python :: Implementation :: GraalPy
        Classifier: Typing :: Typed
        Requires-Python: >=3.12
        Description-Content-Type: text/markdown

        """
                .formatted(version);
    }

    private void add(String name, String text) {
        entries.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void addAll(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> {
                        String name = folder.relativize(file).toString().replace('\\', '/');
                        if (!name.contains("__pycache__")) {
                            entries.put(prefix + name, read(file));
                        }
                    });
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path file, String record) throws IOException {
        StringBuilder lines = new StringBuilder();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
                lines.append(entry.getKey())
                        .append(",sha256=")
                        .append(hash(entry.getValue()))
                        .append(',')
                        .append(entry.getValue().length)
                        .append('\n');
            }
            lines.append(record).append(",,\n");
            put(zip, record, lines.toString().getBytes(StandardCharsets.UTF_8));
        }
        Files.write(file, bytes.toByteArray());
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(315_576_000_000L); // 1980-01-02: the first day that zip files know everywhere
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
