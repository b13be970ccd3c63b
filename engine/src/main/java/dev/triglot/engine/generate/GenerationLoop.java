package dev.triglot.engine.generate;

import dev.triglot.engine.sample.SamplerChain;
import dev.triglot.engine.tokenizer.Tokenizer;
import dev.triglot.engine.tokenizer.Utf8Stream;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One generation: ingests a prompt, then samples token after token. */
public final class GenerationLoop {
    private final Context context;
    private final Tokenizer tokenizer;
    private final SamplerChain sampler;
    private final Settings settings;
    private final Listener listener;
    private final @Nullable Speculation speculation;
    private final StopStrings stops;
    private final Utf8Stream characters = new Utf8Stream();
    private final StringBuilder text = new StringBuilder();
    private final int[] next = new int[1];
    private int[] tokens;
    private int count;

    /**
     * What bounds a generation.
     *
     * @param maxTokens tokens to generate at most
     * @param stop strings that end the generation
     * @param contextErase fraction of the window to drop when it is full; 0 ends the generation
     * @param draftLength tokens that are guessed from the text so far, and evaluated together; 0
     *     for one token after the other
     * @param cancelled true ends the generation
     */
    public record Settings(
            int maxTokens,
            List<String> stop,
            float contextErase,
            int draftLength,
            BooleanSupplier cancelled) {}

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
        this.speculation =
                settings.draftLength() == 0
                        ? null
                        : new Speculation(context, settings.draftLength());
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
        if (speculation != null) {
            speculation.forget();
        }
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
            accept(prompt[i]);
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
                accept(prompt[i]);
                if (!listener.onPromptToken(prompt[i], false)) {
                    return false;
                }
            }
        }
        return true;
    }

    private End predict() {
        while (count < settings.maxTokens()) {
            if (isCancelled()) {
                return End.CANCELLED;
            }
            if (count > 0 && !(speculation != null && speculation.guessed(tokens[count - 1]))) {
                if (context.size() == context.capacity() && settings.contextErase() == 0) {
                    return End.LENGTH;
                }
                if (!makeRoom() || !evaluate(tokens[count - 1])) {
                    return End.CANCELLED;
                }
            }
            int id =
                    speculation == null
                            ? sampler.next(context.logits(), 0)
                            : sampler.next(speculation.logits(), speculation.offset());
            if (tokenizer.endsGeneration(id)) {
                return End.STOP;
            }
            accept(id);
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

    private void accept(int id) {
        sampler.accept(id);
        if (speculation != null) {
            speculation.accept(id);
        }
    }

    private boolean evaluate(int id) {
        if (speculation != null) {
            return speculation.evaluate(id, settings.maxTokens() - count);
        }
        next[0] = id;
        return context.evaluate(next, 0, 1, true);
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
