package dev.triglot.cli.command;

import dev.triglot.cli.Main;
import dev.triglot.cli.terminal.TestConsole;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One run of the command line in this process.
 *
 * @param exitCode as the shell would see it
 */
public record CommandRun(int exitCode, String out, String err) {
    /** A LLaMA of 512 tokens with random weights. */
    public static final String MODEL =
            Path.of("src", "training", "model.gguf").toAbsolutePath().toString();

    public static CommandRun of(String... arguments) {
        return withInput("", arguments);
    }

    public static CommandRun withInput(String input, String... arguments) {
        TestConsole test = TestConsole.withInput(input);
        int exitCode = Main.run(test.console(), arguments);
        return new CommandRun(exitCode, test.out(), test.err());
    }

    public JsonNode json() {
        return JsonMapper.shared().readTree(out);
    }

    public int[] ids() {
        return JsonMapper.shared().readValue(out, int[].class);
    }
}
