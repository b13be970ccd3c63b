package dev.triglot.examples;

import dev.triglot.engine.Batch;
import dev.triglot.engine.ChatMessage;
import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.GenerationResult;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.TokenListener;
import dev.triglot.engine.store.ModelStore;
import dev.triglot.engine.store.ProgressListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Answers several questions at the same time, which takes far less time than one after the other:
 * each pass over the weights serves all of them.
 *
 * <p>Arguments, all optional: a model file (else a small model is fetched), the questions.
 */
public final class AnswerSeveral {
    private static final List<String> QUESTIONS =
            List.of(
                    "Why is the sky blue?",
                    "Name three planets.",
                    "What is a prime number?",
                    "Write a line about the sea.");

    private AnswerSeveral() {}

    public static void main(String[] args) {
        Path file =
                args.length > 0
                        ? Path.of(args[0])
                        : ModelStore.open().resolveOrPull("smollm2", ProgressListener.NONE);
        List<String> questions =
                args.length > 1 ? Arrays.asList(args).subList(1, args.length) : QUESTIONS;

        try (LanguageModel model = LanguageModel.open(file)) {
            List<GenerationResult> results = answer(model, questions);
            for (int i = 0; i < questions.size(); i++) {
                System.out.println("> " + questions.get(i));
                System.out.println(results.get(i).text().strip());
                System.out.println();
            }
        }
    }

    private static List<GenerationResult> answer(LanguageModel model, List<String> questions) {
        GenerationOptions options =
                GenerationOptions.builder().maxTokens(100).temperature(0.7f).seed(1L).build();
        SessionOptions context = SessionOptions.DEFAULT.withContextLength(512);
        List<Session> sessions = new ArrayList<>();
        try (Batch batch = model.newBatch()) {
            List<CompletableFuture<GenerationResult>> answers = new ArrayList<>();
            for (String question : questions) {
                Session session = model.newSession(context);
                sessions.add(session);
                answers.add(
                        batch.add(session, prompt(model, question), options, TokenListener.NONE));
            }
            batch.run();
            return answers.stream().map(CompletableFuture::join).toList();
        } finally {
            sessions.forEach(Session::close);
        }
    }

    /** Models that were trained to answer say in a template how a question is to look. */
    private static String prompt(LanguageModel model, String question) {
        return model.info().hasChatTemplate()
                ? model.applyChatTemplate(List.of(new ChatMessage("user", question)), true)
                : question;
    }
}
