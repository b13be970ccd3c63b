package dev.triglot.notebook.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The file {@code kernel.json}, which tells Jupyter how to start the kernel. */
final class KernelDescription {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private KernelDescription() {}

    /**
     * Writes it.
     *
     * @param folder made where it is not there
     * @param command starts this program; the kernel's arguments are appended
     */
    static void write(Path folder, List<String> command) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode arguments = json.putArray("argv");
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("kernel", "{connection_file}"));
        words.forEach(arguments::add);
        json.put("display_name", "Triglot (polyglot)")
                .put("language", "python")
                .put("interrupt_mode", "message");
        json.putObject("metadata").put("debugger", false);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("kernel.json"), JSON.writeValueAsString(json) + "\n");
    }
}
