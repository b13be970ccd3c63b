package dev.triglot.cli.chat;

import dev.triglot.cli.chat.LineInput.InterruptedInputException;
import dev.triglot.cli.io.Failure;
import dev.triglot.cli.terminal.Console;
import dev.triglot.cli.terminal.Printable;
import dev.triglot.engine.ChatMessage;
import dev.triglot.engine.Conversation;
import dev.triglot.engine.FinishReason;
import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.GenerationResult;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.TokenListener;
import dev.triglot.engine.error.TriglotException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads messages, streams answers, obeys the commands that begin with a slash. */
public final class Chat {
    private final Console console;
    private final String modelName;
    private final LanguageModel model;
    private final Conversation conversation;
    private final Supplier<GenerationOptions.Builder> options;
    private @Nullable GenerationResult last;
    private int variant;

    /**
     * @param modelName as the user calls the model
     * @param system system message, or null for what the chat template takes by itself
     * @param options gives a new builder each time
     */
    public Chat(
            Console console,
            String modelName,
            LanguageModel model,
            Session session,
            @Nullable String system,
            Supplier<GenerationOptions.Builder> options) {
        this.console = console;
        this.modelName = modelName;
        this.model = model;
        this.conversation =
                model.info().hasChatTemplate()
                        ? new Conversation(session)
                        : new Conversation(session, PlainTranscript::render);
        conversation.setSystem(system);
        this.options = options;
    }

    /**
     * Goes on until the input ends or {@code /exit}.
     *
     * @param history where lines that a person types are kept across runs
     */
    public void run(Path history) {
        boolean interactive = console.terminals().input() && console.terminals().output();
        try (LineInput input =
                interactive
                        ? new EditorInput(history, SlashCommand.names())
                        : new PipeInput(console.in())) {
            if (interactive) {
                console.note(Printable.line(modelName) + ". /help shows the commands.");
            }
            MessageReader messages = new MessageReader(input);
            boolean more = true;
            while (more) {
                more = turn(messages, input);
            }
        }
    }

    private boolean turn(MessageReader messages, LineInput input) {
        try {
            String message = messages.read();
            if (message == null) {
                return false;
            }
            if (message.startsWith("/")) {
                return obey(message, input);
            }
            if (!message.isBlank()) {
                answer(input, (o, listener) -> conversation.ask(message, o, listener));
            }
        } catch (InterruptedInputException e) {
            console.note("(/exit or Ctrl-D leaves)");
        } catch (TriglotException | Failure e) {
            // One bad turn does not end a conversation.
            console.err().println(Printable.line(String.valueOf(e.getMessage())));
        }
        return true;
    }

    private boolean obey(String line, LineInput input) {
        String[] words = line.strip().split("\\s+", 2);
        String argument = words.length > 1 ? words[1] : "";
        SlashCommand command = SlashCommand.find(words[0]);
        if (command == null) {
            console.note(Printable.line(words[0]) + ": no such command; /help shows them all");
            return true;
        }
        switch (command) {
            case HELP -> SlashCommand.help().forEach(console.out()::println);
            case SYSTEM -> system(argument);
            case RESET -> reset();
            case SAVE -> save(argument);
            case LOAD -> load(argument);
            case REGEN -> regenerate(input);
            case STATS -> stats();
            case EXIT -> {
                return false;
            }
        }
        console.out().flush();
        return true;
    }

    private void answer(
            LineInput input,
            BiFunction<GenerationOptions, TokenListener, GenerationResult> generate) {
        int forgotten = conversation.forgotten();
        TokenListener streaming =
                new TokenListener() {
                    @Override
                    public boolean onToken(int id, String text) {
                        console.stream(text);
                        return true;
                    }
                };
        GenerationResult result;
        try (var _ = input.onInterrupt(conversation.session()::cancel)) {
            result = generate.apply(options(), streaming);
        }
        console.out().println();
        console.out().flush();
        last = result;
        if (result.finishReason() == FinishReason.LENGTH) {
            console.note("(stopped after " + result.tokens().length + " tokens: -n allows more)");
        }
        if (conversation.forgotten() > forgotten) {
            console.note("(the context is full: the oldest messages are no longer seen)");
        }
        if (console.verbose()) {
            stats();
        }
    }

    private void system(String text) {
        if (text.isEmpty()) {
            String system = conversation.system();
            console.note(system == null ? "(no system message)" : Printable.text(system));
        } else {
            conversation.setSystem(text);
            console.note("(system message set)");
        }
    }

    private void reset() {
        forget();
        console.note("(forgotten)");
    }

    /** All turns, and what the session has evaluated of them. */
    private void forget() {
        conversation.reset();
        conversation.session().reset();
        last = null;
    }

    private void save(String file) {
        new SavedConversation(modelName, conversation.messages()).write(path("/save", file));
        console.note("(saved to " + Printable.line(file) + ")");
    }

    private void load(String file) {
        List<ChatMessage> messages = SavedConversation.read(path("/load", file)).messages();
        forget();
        conversation.setMessages(messages);
        console.note("(" + conversation.messages().size() + " messages)");
    }

    private static Path path(String command, String file) {
        if (file.isEmpty()) {
            throw Failure.usage(command + " needs a file: " + command + " FILE");
        }
        return Path.of(file);
    }

    private void regenerate(LineInput input) {
        if (!conversation.hasAnswer()) {
            console.note("(there is no answer yet)");
            return;
        }
        variant++;
        answer(input, conversation::regenerate);
    }

    private void stats() {
        GenerationResult result = last;
        if (result == null) {
            console.note("(no answer yet)");
            return;
        }
        var timings = result.timings();
        int used = result.promptTokens().length + result.tokens().length;
        console.note(
                String.format(
                        Locale.ROOT,
                        "context %d of %d tokens; prompt: %d new tokens, %.1f a second; answer: %d"
                                + " tokens, %.1f a second; %d threads",
                        used,
                        conversation.session().contextLength(),
                        timings.promptTokens(),
                        timings.promptPerSecond(),
                        timings.predictedTokens(),
                        timings.predictedPerSecond(),
                        model.threads()));
    }

    private GenerationOptions options() {
        GenerationOptions given = options.get().build();
        List<String> stop = new ArrayList<>(given.stop());
        if (!model.info().hasChatTemplate()) {
            stop.add(PlainTranscript.STOP);
        }
        // The same seed would give the same answer again.
        Long seed = given.seed() == null ? null : Long.valueOf(given.seed() + variant);
        return options.get().stop(stop).seed(seed).build();
    }
}
