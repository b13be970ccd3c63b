package dev.triglot.cli.command;

import dev.triglot.cli.io.Failure;
import dev.triglot.cli.io.Json;
import dev.triglot.cli.terminal.Console;
import dev.triglot.cli.terminal.Interrupts;
import dev.triglot.engine.ChatMessage;
import dev.triglot.engine.FinishReason;
import dev.triglot.engine.GenerationResult;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.Timings;
import dev.triglot.engine.TokenListener;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One prompt, one answer. */
@Command(name = "run", description = "Answers a prompt.")
public final class RunCommand implements Callable<Integer> {
    private final Console console;

    @Mixin private final DefaultModel model = new DefaultModel();
    @Mixin private final TextInput input = new TextInput();
    @Mixin private final SamplingOptions sampling = new SamplingOptions();
    @Mixin private final ComputeOptions compute = new ComputeOptions();
    @Mixin private final LoraOptions lora = new LoraOptions();
    @Mixin private final DraftOptions draft = new DraftOptions();

    @Option(
            names = {"-c", "--context"},
            paramLabel = "CTX",
            description = "Context length in tokens; the model's own by default, at most 4096.")
    private int contextLength;

    @Option(
            names = "--raw",
            description = "Lets the model go on with the prompt, without its chat template.")
    private boolean raw;

    @Option(names = "--json", description = "Prints one JSON object with ids and timings.")
    private boolean json;

    public RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String prompt = withoutFinalNewline(input.read(console));
        if (prompt.isBlank()) {
            throw Failure.usage("the prompt is empty");
        }
        var options = draft.addTo(sampling.options()).build();
        try (LanguageModel opened = model.open(console, compute.model());
                LanguageModel guessing = draft.open(console, compute.model());
                Session session =
                        opened.newSession(
                                lora.addTo(compute.session(contextLength))
                                        .withDraftModel(guessing));
                Interrupts interrupts = new Interrupts(session::cancel)) {
            int[] ids = opened.vocabulary().encodePrompt(templated(opened, prompt));
            GenerationResult result =
                    session.generate(ids, options, json ? TokenListener.NONE : streaming());
            if (json) {
                Json.print(console, Report.of(model.name(), opened, result));
            } else {
                finish(opened, result);
            }
            return interrupts.happened() ? Interrupts.EXIT_CODE : 0;
        }
    }

    private String templated(LanguageModel opened, String prompt) {
        return raw || !opened.info().hasChatTemplate()
                ? prompt
                : opened.applyChatTemplate(List.of(new ChatMessage("user", prompt)), true);
    }

    private TokenListener streaming() {
        return new TokenListener() {
            @Override
            public boolean onToken(int id, String text) {
                console.stream(text);
                return true;
            }
        };
    }

    private void finish(LanguageModel opened, GenerationResult result) {
        if (!result.text().endsWith("\n")) {
            console.out().println();
        }
        console.out().flush();
        if (result.finishReason() == FinishReason.LENGTH && console.terminals().error()) {
            console.note("(stopped after " + result.tokens().length + " tokens: see -n and -c)");
        }
        if (console.verbose()) {
            console.note(summary(opened.loadNanos(), result.timings()));
        }
    }

    static String summary(long loadNanos, Timings timings) {
        return String.format(
                Locale.ROOT,
                "loaded in %.2f s; prompt: %d tokens, %.1f a second; answer: %d tokens, %.1f a"
                        + " second",
                loadNanos / 1e9,
                timings.promptTokens(),
                timings.promptPerSecond(),
                timings.predictedTokens(),
                timings.predictedPerSecond());
    }

    /** Editors and echo end a text with a line feed that is not meant. */
    private static String withoutFinalNewline(String text) {
        return text.endsWith("\r\n")
                ? text.substring(0, text.length() - 2)
                : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    record Report(
            String model,
            int[] promptTokens,
            int[] tokens,
            String text,
            String finishReason,
            TimingReport timings) {
        static Report of(String name, LanguageModel model, GenerationResult result) {
            return new Report(
                    name,
                    result.promptTokens(),
                    result.tokens(),
                    result.text(),
                    result.finishReason().name().toLowerCase(Locale.ROOT),
                    TimingReport.of(model.loadNanos(), result.timings()));
        }
    }

    record TimingReport(
            double loadMs,
            double promptMs,
            double promptPerSecond,
            double predictedMs,
            double predictedPerSecond) {
        static TimingReport of(long loadNanos, Timings timings) {
            return new TimingReport(
                    Json.millis(loadNanos),
                    Json.millis(timings.promptNanos()),
                    Json.rounded(timings.promptPerSecond()),
                    Json.millis(timings.predictedNanos()),
                    Json.rounded(timings.predictedPerSecond()));
        }
    }
}
