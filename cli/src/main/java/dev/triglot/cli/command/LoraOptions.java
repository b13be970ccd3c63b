package dev.triglot.cli.command;

import dev.triglot.cli.io.Failure;
import dev.triglot.engine.SessionOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Adapters that a command computes with. */
final class LoraOptions {
    @Option(
            names = "--lora",
            paramLabel = "FILE[=SCALE]",
            description =
                    "A LoRA adapter (GGUF, or a folder of PEFT) that is added to the model, as strongly"
                            + " as SCALE says (1); may be repeated.")
    private List<String> adapters = List.of();

    SessionOptions addTo(SessionOptions options) {
        SessionOptions all = options;
        for (String adapter : adapters) {
            int equals = adapter.lastIndexOf('=');
            // A file may have the sign in its name.
            boolean scaled = equals > 0 && !Files.exists(Path.of(adapter));
            all =
                    scaled
                            ? all.withAdapter(
                                    Path.of(adapter.substring(0, equals)),
                                    scale(adapter.substring(equals + 1)))
                            : all.withAdapter(Path.of(adapter), 1);
        }
        return all;
    }

    private static float scale(String text) {
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException e) {
            throw Failure.usage("--lora: the scale '" + text + "' is no number");
        }
    }
}
