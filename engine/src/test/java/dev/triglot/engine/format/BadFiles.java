package dev.triglot.engine.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Malformed GGUF files, and valid ones to compare with. To keep the repository small, {@code
 * files.zip} has three whole files; the others are stored as what differs from one of those.
 */
final class BadFiles {
    /**
     * A file and what is to become of it.
     *
     * @param expected {@code load}, {@code reject}, or a text that allows both
     */
    record BadFile(String name, String expected, byte[] bytes) {
        boolean mustLoad() {
            return expected.equals("load") || expected.startsWith("load;");
        }

        boolean mustBeRejected() {
            return expected.equals("reject");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private BadFiles() {}

    static List<BadFile> all() throws IOException {
        Map<String, byte[]> files = unzip();
        List<BadFile> all = new ArrayList<>();
        try (InputStream list = resource("bad.json")) {
            for (JsonNode entry : new ObjectMapper().readTree(list)) {
                String name = entry.get("file").asString();
                byte[] whole = files.get(name);
                byte[] delta = files.get(name + ".delta");
                byte[] bytes = delta == null ? whole : restore(delta, files);
                all.add(
                        new BadFile(
                                name,
                                entry.get("expected").asString(),
                                Objects.requireNonNull(bytes)));
            }
        }
        return all;
    }

    private static Map<String, byte[]> unzip() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(resource("files.zip"))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    /** The base's name, then until the end: bytes of its own, a range of the base. */
    private static byte[] restore(byte[] delta, Map<String, byte[]> files) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(delta));
        byte[] base = Objects.requireNonNull(files.get(in.readUTF()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (in.available() > 0) {
            out.writeBytes(in.readNBytes(in.readInt()));
            int offset = in.readInt();
            out.write(base, offset, in.readInt());
        }
        return out.toByteArray();
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(BadFiles.class.getResourceAsStream("/bad/" + name), name);
    }
}
