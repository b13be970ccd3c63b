package dev.triglot.cli.command;

import dev.triglot.engine.GenerationOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the next token is chosen, and when to stop. */
final class SamplingOptions {
    @Option(
            names = {"-n", "--max-tokens"},
            paramLabel = "N",
            defaultValue = "1024",
            description = "Tokens to generate at most (${DEFAULT-VALUE}).")
    private int maxTokens;

    @Option(
            names = "--temp",
            paramLabel = "T",
            defaultValue = "0.8",
            description = "Temperature; 0 always takes the likeliest token (${DEFAULT-VALUE}).")
    private float temperature;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            defaultValue = "40",
            description = "Keeps the K likeliest tokens; 0 keeps all (${DEFAULT-VALUE}).")
    private int topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            defaultValue = "0.95",
            description =
                    "Keeps the likeliest tokens that have probability P together"
                            + " (${DEFAULT-VALUE}).")
    private float topP;

    @Option(
            names = "--min-p",
            paramLabel = "P",
            defaultValue = "0.05",
            description = "Drops tokens less likely than P times the likeliest (${DEFAULT-VALUE}).")
    private float minP;

    @Option(
            names = "--repeat-penalty",
            paramLabel = "R",
            defaultValue = "1",
            description = "Makes recent tokens less likely; 1 does not (${DEFAULT-VALUE}).")
    private float repeatPenalty;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Makes a generation reproducible; drawn anew by default.")
    private @Nullable Long seed;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "Ends the generation where this text begins; may be repeated.")
    private List<String> stop = List.of();

    GenerationOptions.Builder options() {
        return GenerationOptions.builder()
                .maxTokens(maxTokens)
                .temperature(temperature)
                .topK(topK)
                .topP(topP)
                .minP(minP)
                .repeatPenalty(repeatPenalty)
                .seed(seed)
                .stop(stop);
    }

    int maxTokens() {
        return maxTokens;
    }
}
