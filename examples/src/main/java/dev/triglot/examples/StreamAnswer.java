package dev.triglot.examples;

import dev.triglot.engine.ChatMessage;
import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.GenerationResult;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.TokenListener;
import dev.triglot.engine.store.ModelStore;
import dev.triglot.engine.store.ProgressListener;
import java.nio.file.Path;
import java.util.List;

/**
 * Asks a model a question and prints the answer as it comes.
 *
 * <p>Arguments, both optional: a model file (else a small model is fetched), a question.
 */
public final class StreamAnswer {
    private StreamAnswer() {}

    public static void main(String[] args) {
        Path file =
                args.length > 0
                        ? Path.of(args[0])
                        : ModelStore.open().resolveOrPull("smollm2", ProgressListener.NONE);
        String question = args.length > 1 ? args[1] : "Why is the sky blue?";

        try (LanguageModel model = LanguageModel.open(file);
                Session session = model.newSession()) {
            GenerationOptions options =
                    GenerationOptions.builder().maxTokens(200).temperature(0.7f).seed(1L).build();
            GenerationResult result =
                    session.generate(prompt(model, question), options, new Printer());
            System.out.printf(
                    "%n(%s; %d tokens, %.1f a second)%n",
                    result.finishReason(),
                    result.tokens().length,
                    result.timings().predictedPerSecond());
        }
    }

    /** Models that were trained to answer say in a template how a question is to look. */
    private static String prompt(LanguageModel model, String question) {
        return model.info().hasChatTemplate()
                ? model.applyChatTemplate(List.of(new ChatMessage("user", question)), true)
                : question;
    }

    private static final class Printer implements TokenListener {
        @Override
        public boolean onToken(int id, String text) {
            System.out.print(text);
            System.out.flush();
            return true;
        }
    }
}
