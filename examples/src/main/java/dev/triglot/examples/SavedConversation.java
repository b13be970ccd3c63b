package dev.triglot.examples;

import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.GenerationResult;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.TokenListener;
import dev.triglot.engine.store.ModelStore;
import dev.triglot.engine.store.ProgressListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Goes on with a conversation where the last run of the program has left it: what was said is not
 * computed again.
 *
 * <p>Arguments, all optional: a model file (else a small model is fetched), the file of the saved
 * conversation, what to say.
 */
public final class SavedConversation {
    private SavedConversation() {}

    public static void main(String[] args) {
        Path file =
                args.length > 0
                        ? Path.of(args[0])
                        : ModelStore.open().resolveOrPull("smollm2", ProgressListener.NONE);
        Path saved = Path.of(args.length > 1 ? args[1] : "conversation.state");
        String said = args.length > 2 ? args[2] : "Tell me of the sea.";

        try (LanguageModel model = LanguageModel.open(file);
                Session session = model.newSession()) {
            if (Files.exists(saved)) {
                session.load(saved);
            }
            GenerationOptions options =
                    GenerationOptions.builder()
                            .maxTokens(60)
                            .seed(1L)
                            .stop(List.of("\nYou:"))
                            .build();
            GenerationResult result =
                    session.generate(
                            prompt(model, session.tokens(), "\nYou: " + said + "\nI:"),
                            options,
                            TokenListener.NONE);
            System.out.println(result.text().strip());
            System.out.printf(
                    "(%d tokens are kept, %d had to be read)%n",
                    session.tokens().length, result.timings().promptTokens());
            session.save(saved);
        }
    }

    /** Ids, not text: what the session holds already is recognised by them. */
    private static int[] prompt(LanguageModel model, int[] before, String text) {
        int[] ids =
                before.length == 0
                        ? model.vocabulary().encodePrompt(text)
                        : model.vocabulary().encode(text, false, false);
        return IntStream.concat(Arrays.stream(before), Arrays.stream(ids)).toArray();
    }
}
