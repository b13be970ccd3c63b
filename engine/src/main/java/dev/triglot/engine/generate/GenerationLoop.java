package dev.triglot.engine.generate;

import dev.triglot.engine.sample.SamplerChain;
import dev.triglot.engine.tokenizer.Tokenizer;
import dev.triglot.engine.tokenizer.Utf8Stream;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One generation: ingests a prompt, then samples token after token. */
public final class GenerationLoop {
    private final Context context;
    private final Tokenizer tokenizer;
    private final SamplerChain sampler;
    private final Settings settings;
    private final Listener listener;
    private final StopStrings stops;
    private final Utf8Stream characters = new Utf8Stream();
    private final StringBuilder text = new StringBuilder();
    private int[] tokens;
    private int count;

    /**
     * What bounds a generation.
     *
     * @param maxTokens tokens to generate at most
     * @param stop strings that end the generation
     * @param contextErase fraction of the window to drop when it is full; 0 ends the generation
     * @param cancelled true ends the generation
     */
    public record Settings(
            int maxTokens, List<String> stop, float contextErase, BooleanSupplier cancelled) {}

    /** Hears of every token; false ends the generation. */
    public interface Listener {
        boolean onPromptToken(int id, boolean cached);

        boolean onToken(int id, String newText);

        void onEnd(String rest);
    }

    /** Why it ended. */
    public enum End {
        STOP,
        LENGTH,
        CANCELLED
    }

    /** What it gave; times in nanoseconds. */
    public record Result(
            int[] tokens,
            String text,
            End end,
            int promptEvaluated,
            long promptNanos,
            long predictedNanos) {}

    public GenerationLoop(
            Context context,
            Tokenizer tokenizer,
            SamplerChain sampler,
            Settings settings,
            Listener listener) {
        this.context = context;
        this.tokenizer = tokenizer;
        this.sampler = sampler;
        this.settings = settings;
        this.listener = listener;
        this.stops = new StopStrings(settings.stop());
        this.tokens = new int[Math.min(settings.maxTokens(), 256)];
    }

    /** Runs to its end. The prompt has at least one token and fits into the context. */
    public Result run(int[] prompt) {
        long start = System.nanoTime();
        // The last token is always evaluated: its logits are needed.
        int reused = Math.min(context.commonPrefix(prompt), prompt.length - 1);
        boolean ingested = ingest(prompt, reused);
        long prefilled = System.nanoTime();
        End end = ingested ? predict() : End.CANCELLED;
        long predicted = System.nanoTime() - prefilled;
        flush();
        return new Result(
                Arrays.copyOf(tokens, count),
                text.toString(),
                end,
                prompt.length - reused,
                prefilled - start,
                predicted);
    }

    private boolean ingest(int[] prompt, int reused) {
        context.truncate(reused);
        for (int i = 0; i < reused; i++) {
            sampler.accept(prompt[i]);
            if (!listener.onPromptToken(prompt[i], true)) {
                return false;
            }
        }
        for (int from = reused; from < prompt.length; from += context.batchSize()) {
            int to = Math.min(prompt.length, from + context.batchSize());
            if (isCancelled() || !context.evaluate(prompt, from, to, to == prompt.length)) {
                return false;
            }
            for (int i = from; i < to; i++) {
                sampler.accept(prompt[i]);
                if (!listener.onPromptToken(prompt[i], false)) {
                    return false;
                }
            }
        }
        return true;
    }

    private End predict() {
        int[] next = new int[1];
        while (count < settings.maxTokens()) {
            if (isCancelled()) {
                return End.CANCELLED;
            }
            if (count > 0) {
                next[0] = tokens[count - 1];
                if (context.size() == context.capacity() && settings.contextErase() == 0) {
                    return End.LENGTH;
                }
                if (!makeRoom() || !context.evaluate(next, 0, 1, true)) {
                    return End.CANCELLED;
                }
            }
            int id = sampler.next(context.logits(), 0);
            if (tokenizer.endsGeneration(id)) {
                return End.STOP;
            }
            sampler.accept(id);
            if (count == tokens.length) {
                // Grown as it goes: the limit may be far beyond what is ever generated.
                tokens = Arrays.copyOf(tokens, (int) Math.min(settings.maxTokens(), 2L * count));
            }
            tokens[count++] = id;
            boolean goOn = emit(id);
            if (stops.stopped()) {
                return End.STOP;
            }
            if (!goOn) {
                return End.CANCELLED;
            }
        }
        return End.LENGTH;
    }

    /** Drops the oldest part of a full window, without the BOS that many models lean on. */
    private boolean makeRoom() {
        if (context.size() < context.capacity()) {
            return true;
        }
        int keep = context.token(0) == tokenizer.bos() ? 1 : 0;
        int drop = Math.max(1, (int) (context.capacity() * settings.contextErase()));
        return context.erase(keep, Math.min(drop, context.size() - keep));
    }

    private boolean emit(int id) {
        String certain = stops.accept(characters.accept(tokenizer.bytes(id, false)));
        text.append(certain);
        return listener.onToken(id, certain);
    }

    /** Text that was held back in case of a stop string, and the rest of a broken character. */
    private void flush() {
        String rest = stops.stopped() ? "" : stops.accept(characters.flush()) + stops.flush();
        text.append(rest);
        listener.onEnd(rest);
    }

    private boolean isCancelled() {
        return settings.cancelled().getAsBoolean();
    }
}
