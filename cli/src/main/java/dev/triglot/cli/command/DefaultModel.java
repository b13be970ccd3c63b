package dev.triglot.cli.command;

import dev.triglot.cli.terminal.Console;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.ModelOptions;
import picocli.CommandLine.Option;

/** The model of a command that answers without being told which. */
final class DefaultModel {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            defaultValue = "smollm2",
            description =
                    "A name of 'triglot models list', or a file (${DEFAULT-VALUE}); fetched on"
                            + " first use.")
    private String model = "";

    String name() {
        return model;
    }

    LanguageModel open(Console console, ModelOptions options) {
        return LanguageModel.open(Models.locate(console, model), options);
    }
}
