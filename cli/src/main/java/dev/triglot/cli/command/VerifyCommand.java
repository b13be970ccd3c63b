package dev.triglot.cli.command;

import dev.triglot.cli.io.Json;
import dev.triglot.cli.terminal.Console;
import dev.triglot.cli.terminal.Printable;
import dev.triglot.cli.terminal.ProgressBar;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.ModelVerification;
import dev.triglot.engine.error.TriglotException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Checks whole files: their structure, every weight and every token; then evaluates one token, if
 * there is memory for the model.
 */
@Command(
        name = "verify",
        description = "Checks that model files are sound, wholly, and can be run.")
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
                report.lines().forEach(console.out()::println);
                if (console.verbose()) {
                    report.warnings.forEach(
                            warning -> console.note(file + ": " + Printable.line(warning)));
                }
                console.out().flush();
            }
        }
        return allGood ? 0 : 1;
    }

    private Report verify(String file) {
        try (ProgressBar bar = new ProgressBar(console, "verify", ProgressBar.Unit.BYTES)) {
            return Report.of(
                    file, LanguageModel.verify(Path.of(file), compute.model(), bar::update));
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
        return Report.failed(file, new Problem(code, message));
    }

    record Problem(String code, String message) {}

    /** What was looked at; null where the file could not be opened. */
    record Checked(int tensors, int skippedTensors, int tokens, @Nullable String notEvaluated) {}

    /**
     * @param error the first of the problems
     */
    record Report(
            String file,
            boolean ok,
            @Nullable String architecture,
            @Nullable Problem error,
            List<Problem> problems,
            @Nullable Checked checked,
            List<String> warnings) {
        static Report failed(String file, Problem problem) {
            return new Report(file, false, null, problem, List.of(problem), null, List.of());
        }

        static Report of(String file, ModelVerification found) {
            List<Problem> problems =
                    found.problems().stream()
                            .map(problem -> new Problem("unsound_model", problem.toString()))
                            .toList();
            return new Report(
                    file,
                    found.ok(),
                    found.info().architecture(),
                    problems.isEmpty() ? null : problems.getFirst(),
                    problems,
                    new Checked(
                            found.tensors(),
                            found.skippedTensors(),
                            found.tokens(),
                            found.notEvaluated()),
                    found.info().warnings());
        }

        List<String> lines() {
            List<String> lines = new ArrayList<>();
            if (error == null && checked != null) {
                lines.add(
                        "ok      %s (%s, %d tensors, %d tokens)%s"
                                .formatted(
                                        Printable.line(file),
                                        architecture,
                                        checked.tensors,
                                        checked.tokens,
                                        checked.notEvaluated == null
                                                ? ""
                                                : "; not evaluated: "
                                                        + Printable.line(checked.notEvaluated)));
            }
            for (Problem problem : problems) {
                boolean named = problem.message.startsWith(file + ": ");
                lines.add(
                        "failed  "
                                + Printable.line(
                                        named ? problem.message : file + ": " + problem.message));
            }
            return lines;
        }
    }
}
