package dev.triglot.cli.chat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be done in a conversation besides talking. */
enum SlashCommand {
    HELP("", "shows this list"),
    SYSTEM("TEXT", "sets the system message; without TEXT shows it"),
    RESET("", "forgets the conversation, not the system message"),
    SAVE("FILE", "saves the conversation"),
    LOAD("FILE", "goes on with a saved conversation"),
    REGEN("", "answers the last message anew"),
    STATS("", "shows how full the context is and how fast the last answer was"),
    EXIT("", "leaves; so does Ctrl-D");

    private final String argument;
    private final String purpose;

    SlashCommand(String argument, String purpose) {
        this.argument = argument;
        this.purpose = purpose;
    }

    String command() {
        return "/" + name().toLowerCase(Locale.ROOT);
    }

    static @Nullable SlashCommand find(String word) {
        return Arrays.stream(values())
                .filter(command -> command.command().equals(word))
                .findFirst()
                .orElse(null);
    }

    static List<String> names() {
        return Arrays.stream(values()).map(SlashCommand::command).toList();
    }

    static List<String> help() {
        var lines =
                new ArrayList<String>(
                        Arrays.stream(values())
                                .map(c ->
                                        "%-14s %s"
                                                .formatted(
                                                        c.command() + " " + c.argument, c.purpose))
                                .toList());
        lines.add(
                "A backslash at the end goes on with the next line; \"\"\" begins and ends a block.");
        lines.add("Ctrl-C stops an answer.");
        return lines;
    }
}
