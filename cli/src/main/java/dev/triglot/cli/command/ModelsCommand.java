package dev.triglot.cli.command;

import dev.triglot.cli.io.Json;
import dev.triglot.cli.terminal.Console;
import dev.triglot.cli.terminal.Quantity;
import dev.triglot.engine.store.CatalogModel;
import dev.triglot.engine.store.ModelStatus;
import dev.triglot.engine.store.ModelStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The models known by name, and what of them is on this machine. */
@Command(
        name = "models",
        description = "Lists, fetches and removes models.",
        synopsisSubcommandLabel = "[COMMAND]")
public final class ModelsCommand implements Callable<Integer> {
    private final Console console;

    private ModelsCommand(Console console) {
        this.console = console;
    }

    /** The command with its own subcommands; alone it lists. */
    public static CommandLine create(Console console) {
        return new CommandLine(new ModelsCommand(console))
                .addSubcommand(new ListCommand(console))
                .addSubcommand(new ModelsPullCommand(console))
                .addSubcommand(new ModelsRemoveCommand(console))
                .addSubcommand(new ModelsPathCommand(console))
                .addSubcommand(new ModelsVerifyCommand(console));
    }

    @Override
    public Integer call() {
        return new ListCommand(console).call();
    }

    @Command(name = "list", aliases = "ls", description = "Lists the models known by name.")
    static final class ListCommand implements Callable<Integer> {
        private final Console console;

        @Option(names = "--json", description = "Prints a JSON array of objects.")
        private boolean json;

        ListCommand(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            List<ModelStatus> all = ModelStore.open().list();
            if (json) {
                Json.print(console, all.stream().map(Report::of).toList());
                return 0;
            }
            for (ModelStatus status : all) {
                CatalogModel model = status.model();
                console.out()
                        .printf(
                                "%-20s %9s  %-10s %s%n",
                                model.name(),
                                Quantity.bytes(model.size()),
                                state(status),
                                model.description());
            }
            return 0;
        }

        private static String state(ModelStatus status) {
            return switch (status.state()) {
                case ABSENT -> "-";
                case PARTIAL -> 100 * status.bytes() / status.model().size() + " %";
                case PRESENT -> "here";
            };
        }
    }

    record Report(
            String name,
            List<String> aliases,
            String description,
            String license,
            long size,
            String sha256,
            String state,
            String file) {
        static Report of(ModelStatus status) {
            CatalogModel model = status.model();
            return new Report(
                    model.name(),
                    model.aliases(),
                    model.description(),
                    model.license(),
                    model.size(),
                    model.sha256(),
                    status.state().name().toLowerCase(Locale.ROOT),
                    status.file().toString());
        }
    }
}
