package dev.triglot.examples;

import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.store.ModelStore;
import dev.triglot.engine.store.ProgressListener;
import dev.triglot.polyglot.host.Guest;
import dev.triglot.polyglot.host.TriglotHost;
import java.nio.file.Path;
import java.util.List;
import org.graalvm.polyglot.Value;

/**
 * An application that files letters, and lets its users say in Python or JavaScript how. Their
 * functions share one open model; each user's script is a guest of its own.
 *
 * <p>Argument, optional: a model file (else a small model is fetched).
 */
public final class ScriptedApp {
    private static final List<String> LETTERS =
            List.of("Please send me your prices.", "The parcel arrived broken.");

    /** What Ann has written: the last expression is the function that the application calls. */
    private static final String ANN =
            """
            import polyglot

            model = polyglot.import_value("triglot").open("assistant", None)

            def folder(letter):
                session = model.newSession({"contextLength": 256})
                answer = session.generate("Letter: " + letter + "\\nFolder:", {"maxTokens": 3, "temperature": 0}, None)
                session.close()
                return "ann/" + ("complaints" if "broken" in letter else "other") + "/" + str(answer.completionTokens())

            folder
            """;

    /** And Bob. */
    private static final String BOB =
            """
            const model = Polyglot.import("triglot").open("assistant", null);
            (letter) => `bob/${model.tokenize(letter, null).length()}-tokens`
            """;

    private ScriptedApp() {}

    private record User(String language, String script) {}

    public static void main(String[] args) {
        Path file =
                args.length > 0
                        ? Path.of(args[0])
                        : ModelStore.open().resolveOrPull("smollm2", ProgressListener.NONE);
        try (LanguageModel model = LanguageModel.open(file);
                TriglotHost host =
                        TriglotHost.builder("python", "js")
                                .sandboxed()
                                .grantModel("assistant", model)
                                .build()) {
            for (User user : List.of(new User("python", ANN), new User("js", BOB))) {
                try (Guest guest = host.newGuest()) {
                    Value folder = guest.eval(user.language(), user.script());
                    for (String letter : LETTERS) {
                        // Calls are watched like the script itself.
                        String name = guest.watched(() -> folder.execute(letter).asString());
                        System.out.println(name + ": " + letter);
                    }
                }
            }
        }
    }
}
