package dev.triglot.cli.command;

import dev.triglot.cli.io.Json;
import dev.triglot.cli.terminal.Console;
import dev.triglot.cli.terminal.Printable;
import dev.triglot.cli.terminal.Quantity;
import dev.triglot.engine.convert.Converter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** From a checkpoint or a file of any format to GGUF. */
@Command(
        name = "convert",
        description = {
            "Writes a model as a GGUF file.",
            "Reads checkpoint folders (safetensors), adapters of PEFT, and every model file that can be run."
        })
public final class ConvertCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "SRC", description = "A checkpoint's folder or a file.")
    private Path source = Path.of("");

    @Parameters(index = "1", paramLabel = "DST", description = "The GGUF file to write.")
    private Path target = Path.of("");

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description =
                    "Of the matrices: f32, f16, bf16, q8_0, or what quantize knows; each one's own if absent.")
    private @Nullable String type;

    @Option(names = "--force", description = "Replaces DST if it exists.")
    private boolean force;

    @Option(
            names = "--base",
            paramLabel = "MODEL",
            description =
                    "For an adapter of PEFT: the model that it is for, a checkpoint's folder or a file.")
    private @Nullable Path base;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    public ConvertCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        boolean auto = type == null || type.toLowerCase(Locale.ROOT).equals("auto");
        Converter.Result result =
                new ModelWriting(console, target, force)
                        .run(
                                "converting",
                                listener ->
                                        Converter.convert(
                                                source,
                                                target,
                                                auto ? null : type,
                                                base,
                                                listener));
        if (json) {
            Json.print(console, result);
            return 0;
        }
        result.warnings()
                .forEach(warning -> console.err().println("warning: " + Printable.line(warning)));
        console.out()
                .println(
                        "%s: %d tensors, %s, %s"
                                .formatted(
                                        Printable.line(target.toString()),
                                        result.tensors(),
                                        result.type(),
                                        Quantity.bytes(result.bytes())));
        return 0;
    }
}
