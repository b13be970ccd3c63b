package dev.triglot.cli.command;

import dev.triglot.cli.io.Failure;
import dev.triglot.cli.io.Json;
import dev.triglot.cli.terminal.Console;
import dev.triglot.engine.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Text to token ids; a file that has only a vocabulary is enough. */
@Command(name = "tokenize", description = "Shows the tokens of a text.")
public final class TokenizeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin private final RequiredModel model = new RequiredModel();
    @Mixin private final TextInput input = new TextInput();

    @Option(
            names = "--no-special",
            description = "Adds no BOS or EOS, and reads special tokens in the text as plain text.")
    private boolean noSpecial;

    @Option(
            names = "--batch",
            paramLabel = "FILE.json",
            description = "Reads a JSON array of strings, prints a JSON array of arrays of ids.")
    private @Nullable Path batch;

    @Option(names = "--json", description = "Prints the ids as a JSON array.")
    private boolean json;

    public TokenizeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (batch != null && input.given()) {
            throw Failure.usage("a text and --batch are given: leave one out");
        }
        if (batch != null) {
            String[] texts = Json.readTexts(batch);
            Vocabulary vocabulary = model.vocabulary(console);
            List<int[]> all = new ArrayList<>(texts.length);
            for (String text : texts) {
                all.add(encode(vocabulary, text));
            }
            Json.print(console, all);
            return 0;
        }
        String text = input.read(console);
        Vocabulary vocabulary = model.vocabulary(console);
        int[] ids = encode(vocabulary, text);
        if (json) {
            Json.print(console, ids);
        } else {
            for (int id : ids) {
                console.out().println(id + "\t" + Pieces.quoted(vocabulary, id));
            }
        }
        return 0;
    }

    private int[] encode(Vocabulary vocabulary, String text) {
        return vocabulary.encode(text, !noSpecial, !noSpecial);
    }
}
