package dev.triglot.tests.golden;

import dev.triglot.engine.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Where the fixtures are, and how they are read. */
final class Fixtures {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT =
            Path.of(System.getProperty("triglot.fixtures", "src/test/resources/fixtures"));

    private Fixtures() {}

    static Path file(String name) {
        return ROOT.resolve(name);
    }

    static JsonNode json(String name) {
        return JSON.readTree(file(name).toFile());
    }

    /** The records of every GGUF file that is there. */
    static List<ModelRecord> ggufFiles() {
        return files("gguf");
    }

    /** The records of every file from before GGUF that is there. */
    static List<ModelRecord> legacyFiles() {
        return files("legacy");
    }

    /** The first record of each file: several programs may have run it. */
    private static List<ModelRecord> files(String kind) {
        Map<Path, ModelRecord> records = new LinkedHashMap<>();
        try (Stream<Path> models = Files.list(file(kind))) {
            for (Path folder : models.filter(Files::isDirectory).sorted().toList()) {
                String model = folder.getFileName().toString();
                for (JsonNode node : json(kind + "/" + model + "/" + kind + ".json")) {
                    ModelRecord record = new ModelRecord(model, node);
                    if (Files.exists(record.path())) {
                        records.putIfAbsent(record.path(), record);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(records.values());
    }

    /** The names of the checkpoint folders that are there with their weights. */
    static List<String> checkpoints() {
        Path folder = file("hf");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> models = Files.list(folder)) {
            return models.filter(model -> Files.exists(model.resolve("model.safetensors")))
                    .map(model -> model.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PyTorch's reference of a model's float32 checkpoint. */
    static JsonNode reference(String model) {
        return json("ref/" + model + "/reference.json");
    }

    /** Negative log-likelihoods of all scored tokens of a reference's windows. */
    static double[] likelihoods(Session session, JsonNode reference) {
        return reference
                .get("perplexity")
                .get("windows")
                .valueStream()
                .flatMapToDouble(window ->
                        Arrays.stream(session.negativeLogLikelihoods(ids(window.get("ids")))))
                .toArray();
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** Reads a float32 array in NumPy's format, whatever its shape. */
    static float[] npy(String name) {
        return npy(file(name));
    }

    static float[] npy(Path name) {
        try {
            ByteBuffer bytes =
                    ByteBuffer.wrap(Files.readAllBytes(name)).order(ByteOrder.LITTLE_ENDIAN);
            int headerLength = bytes.getShort(8);
            String header =
                    new String(bytes.array(), 10, headerLength, StandardCharsets.ISO_8859_1);
            if (!header.contains("'<f4'")) {
                throw new IllegalArgumentException(name + ": not float32: " + header);
            }
            float[] values = new float[(bytes.limit() - 10 - headerLength) / 4];
            bytes.position(10 + headerLength)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int[] ids(JsonNode array) {
        int[] ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = array.get(i).asInt();
        }
        return ids;
    }

    static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }

    /** One file of a model. */
    record ModelRecord(String model, JsonNode node) {
        Path path() {
            return Fixtures.file(name());
        }

        String name() {
            return node.get("file").asString();
        }

        JsonNode reference() {
            return Fixtures.reference(model);
        }

        @Override
        public String toString() {
            return path().getFileName().toString();
        }
    }
}
