package dev.triglot.cli.command;

import dev.triglot.cli.terminal.Console;
import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.ModelOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How tokens are guessed, to be evaluated together. */
final class DraftOptions {
    /** A small model costs more per guess than looking the guess up. */
    private static final int DEFAULT_OF_MODELS = 4;

    @Option(
            names = "--draft",
            paramLabel = "N",
            description =
                    "Guesses up to N tokens, 6 at most: the same result, sooner where guesses are"
                            + " right. From the text so far, by default not at all; or by the draft"
                            + " model, by default up to 4.")
    private @Nullable Integer length;

    @Option(
            names = "--draft-model",
            paramLabel = "MODEL",
            description = "A smaller model with the same vocabulary that guesses.")
    private @Nullable String model;

    GenerationOptions.Builder addTo(GenerationOptions.Builder options) {
        if (length != null) {
            return options.draftLength(length);
        }
        return options.draftLength(model == null ? 0 : DEFAULT_OF_MODELS);
    }

    /** The draft model; null where none is named. */
    @Nullable LanguageModel open(Console console, ModelOptions options) {
        return model == null ? null : LanguageModel.open(Models.locate(console, model), options);
    }
}
