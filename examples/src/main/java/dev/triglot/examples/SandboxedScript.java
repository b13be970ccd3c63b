package dev.triglot.examples;

import dev.triglot.engine.store.ModelStore;
import dev.triglot.engine.store.ProgressListener;
import dev.triglot.polyglot.host.Guest;
import dev.triglot.polyglot.host.Limits;
import dev.triglot.polyglot.host.TriglotHost;
import dev.triglot.polyglot.v1.TriglotError;
import java.nio.file.Path;
import java.time.Duration;
import org.graalvm.polyglot.PolyglotException;

/**
 * Runs scripts that nobody has read: they may use one model, for some seconds, and nothing else.
 *
 * <p>Argument, optional: a model file (else a small model is fetched).
 */
public final class SandboxedScript {
    private static final String GOOD =
            """
            const model = Polyglot.import("triglot").open("assistant", null);
            const session = model.newSession({contextLength: 256});
            session.generate("Once upon a time", {maxTokens: 20, seed: 1}, null).text()
            """;

    private static final String CURIOUS = "Java.type('java.lang.System').getenv('HOME')";

    private static final String ENDLESS = "while (true) {}";

    private SandboxedScript() {}

    public static void main(String[] args) {
        Path file =
                args.length > 0
                        ? Path.of(args[0])
                        : ModelStore.open().resolveOrPull("smollm2", ProgressListener.NONE);
        try (TriglotHost host =
                TriglotHost.builder("js")
                        .sandboxed()
                        .grantModel("assistant", file)
                        .limits(Limits.DEFAULT.withTime(Duration.ofSeconds(20)))
                        .build()) {
            for (String script : new String[] {GOOD, CURIOUS, ENDLESS}) {
                // A guest of its own for each: one cannot leave anything behind for the next.
                try (Guest guest = host.newGuest()) {
                    System.out.println("gave: " + guest.eval("js", script));
                } catch (PolyglotException e) {
                    System.out.println("failed: " + e.getMessage());
                } catch (TriglotError e) {
                    System.out.println("was ended: " + e.text());
                }
            }
        }
    }
}
