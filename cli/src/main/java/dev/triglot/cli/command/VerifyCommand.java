package dev.triglot.cli.command;

import dev.triglot.cli.io.Json;
import dev.triglot.cli.terminal.Console;
import dev.triglot.cli.terminal.Printable;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.Vocabulary;
import dev.triglot.engine.error.TriglotException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries model files: opens each wholly, as for running, and evaluates one token. */
@Command(name = "verify", description = "Checks that model files are sound and can be run.")
public final class VerifyCommand implements Callable<Integer> {
    private final Console console;

    @Mixin private final ComputeOptions compute = new ComputeOptions();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Model files.")
    private List<String> files = List.of();

    @Option(names = "--json", description = "Prints one JSON object a file, each on its own line.")
    private boolean json;

    public VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        boolean allGood = true;
        for (String file : files) {
            Report report = verify(file);
            allGood &= report.ok;
            if (json) {
                Json.print(console, report);
            } else {
                console.out().println(report.line());
                console.out().flush();
            }
        }
        return allGood ? 0 : 1;
    }

    private Report verify(String file) {
        try (LanguageModel model = LanguageModel.open(Path.of(file), compute.model());
                Session session = model.newSession(compute.session(1))) {
            session.logits(new int[] {firstToken(model.vocabulary())});
            return new Report(file, true, model.info().architecture(), null);
        } catch (TriglotException e) {
            return failed(file, e.code(), String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            // A bug of ours must not hide what the files after this one are like.
            return failed(file, "internal_error", e.toString(), e);
        }
    }

    private Report failed(String file, String code, String message, RuntimeException e) {
        if (console.verbose()) {
            e.printStackTrace(console.err());
        }
        return new Report(file, false, null, new Problem(code, message));
    }

    private static int firstToken(Vocabulary vocabulary) {
        return Math.max(vocabulary.bos(), 0);
    }

    record Problem(String code, String message) {}

    record Report(String file, boolean ok, @Nullable String architecture, @Nullable Problem error) {
        String line() {
            if (error == null) {
                return "ok      " + Printable.line(file) + " (" + architecture + ")";
            }
            boolean named = error.message.startsWith(file + ": ");
            return "failed  " + Printable.line(named ? error.message : file + ": " + error.message);
        }
    }
}
