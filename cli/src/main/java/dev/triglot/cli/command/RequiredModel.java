package dev.triglot.cli.command;

import dev.triglot.cli.terminal.Console;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.ModelOptions;
import dev.triglot.engine.Vocabulary;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The model of a command that has no default. */
final class RequiredModel {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            required = true,
            description = "A name of 'triglot models list', or a file.")
    private String model = "";

    String name() {
        return model;
    }

    Path locate(Console console) {
        return Models.locate(console, model);
    }

    LanguageModel open(Console console, ModelOptions options) {
        return LanguageModel.open(locate(console), options);
    }

    Vocabulary vocabulary(Console console) {
        return LanguageModel.openVocabulary(locate(console));
    }
}
