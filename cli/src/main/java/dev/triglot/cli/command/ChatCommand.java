package dev.triglot.cli.command;

import dev.triglot.cli.chat.Chat;
import dev.triglot.cli.terminal.Console;
import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A conversation. */
@Command(name = "chat", description = "Holds a conversation with a model.")
public final class ChatCommand implements Callable<Integer> {
    private final Console console;

    @Mixin private final DefaultModel model = new DefaultModel();
    @Mixin private final SamplingOptions sampling = new SamplingOptions();
    @Mixin private final ComputeOptions compute = new ComputeOptions();
    @Mixin private final LoraOptions lora = new LoraOptions();
    @Mixin private final DraftOptions draft = new DraftOptions();

    @Option(
            names = {"-s", "--system"},
            paramLabel = "TEXT",
            description = "The system message: who the model is and how it answers.")
    private @Nullable String system;

    @Option(
            names = {"-c", "--context"},
            paramLabel = "CTX",
            description = "Context length in tokens; the model's own by default, at most 4096.")
    private int contextLength;

    public ChatCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        options().build();
        try (LanguageModel opened = model.open(console, compute.model());
                LanguageModel guessing = draft.open(console, compute.model());
                Session session =
                        opened.newSession(
                                lora.addTo(compute.session(contextLength))
                                        .withDraftModel(guessing))) {
            new Chat(console, model.name(), opened, session, system, this::options)
                    .run(Models.historyFile());
        }
        return 0;
    }

    private GenerationOptions.Builder options() {
        return draft.addTo(sampling.options());
    }
}
