package dev.triglot.engine.generate;

import dev.triglot.engine.sample.SamplerChain;
import dev.triglot.engine.tokenizer.Tokenizer;
import dev.triglot.engine.tokenizer.Utf8Stream;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One generation, step by step: ingests a prompt, then samples token after token. Whoever runs it
 * evaluates what it {@linkplain #plan plans}, alone or together with others, and hands back the
 * logits.
 */
public final class Generation {
    private static final int[] NOTHING = new int[0];

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
    private final int[] prompt;

    /** What is to be ingested: the prompt, or again what a full window keeps. */
    private int[] ingesting = NOTHING;

    private int ingested;
    private boolean promptIngested;

    /** The planned evaluation: ids[from, from + length), and how many of the last give logits. */
    private int[] ids = NOTHING;

    private int from;
    private int length;
    private int logitsOfLast;
    private boolean planned;

    private int[] tokens;
    private int count;
    private int promptEvaluated;
    private @Nullable End end;
    private long started;
    private long prefilled;

    /**
     * What bounds a generation.
     *
     * @param maxTokens tokens to generate at most
     * @param stop strings that end the generation
     * @param contextErase fraction of the window to drop when it is full; 0 ends the generation
     * @param draftLength tokens that are guessed and evaluated together; 0 for one token after the
     *     other
     * @param drafter guesses them; null for prompt lookup
     * @param cancelled true ends the generation
     */
    public record Settings(
            int maxTokens,
            List<String> stop,
            float contextErase,
            int draftLength,
            @Nullable Drafter drafter,
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

    /**
     * @param prompt at least one token, and fits into the context
     */
    public Generation(
            Context context,
            Tokenizer tokenizer,
            SamplerChain sampler,
            Settings settings,
            Listener listener,
            int[] prompt) {
        this.context = context;
        this.tokenizer = tokenizer;
        this.sampler = sampler;
        this.settings = settings;
        this.listener = listener;
        this.prompt = prompt;
        this.speculation =
                settings.draftLength() == 0
                        ? null
                        : new Speculation(
                                context,
                                settings.drafter() == null
                                        ? new PromptLookup()
                                        : settings.drafter(),
                                settings.draftLength());
        this.stops = new StopStrings(settings.stop());
        this.tokens = new int[Math.min(settings.maxTokens(), 256)];
    }

    /** Runs to its end, alone. */
    public Result run() {
        try {
            Evaluator evaluator = context.evaluator();
            while (plan()) {
                evaluator.begin();
                int offset = addTo(evaluator);
                if (evaluator.run()) {
                    advance(evaluator.logits(), offset);
                } else {
                    cancel();
                }
            }
            return finish();
        } finally {
            abandon();
        }
    }

    /**
     * Plans the next evaluation, {@link #length} tokens; the same until it is done.
     *
     * @return false if the generation has ended
     */
    public boolean plan() {
        if (started == 0) {
            started = System.nanoTime();
        }
        if (end == null && settings.cancelled().getAsBoolean()) {
            end = End.CANCELLED;
        }
        if (end == null && ingesting.length == 0 && !promptIngested) {
            begin();
        }
        if (end != null) {
            return false;
        }
        if (planned) {
            return true;
        }
        if (ingested == ingesting.length && context.size() == context.capacity()) {
            if (settings.contextErase() == 0) {
                end = End.LENGTH;
                return false;
            }
            makeRoom();
        }
        if (ingested < ingesting.length) {
            ids = ingesting;
            from = ingested;
            length = Math.min(context.batchSize(), ingesting.length - ingested);
            logitsOfLast = !promptIngested && from + length == ingesting.length ? 1 : 0;
        } else {
            planToken(tokens[count - 1]);
        }
        planned = true;
        return true;
    }

    private void planToken(int id) {
        from = 0;
        if (speculation == null) {
            next[0] = id;
            ids = next;
            length = 1;
        } else {
            length = speculation.guess(id, settings.maxTokens() - count);
            ids = speculation.batch();
        }
        logitsOfLast = length;
    }

    public boolean hasEnded() {
        return end != null;
    }

    /** Tokens of the planned evaluation. */
    public int length() {
        return length;
    }

    /**
     * Adds what is planned to a pass.
     *
     * @return where its logits will begin
     */
    public int addTo(Evaluator evaluator) {
        return evaluator.add(context, ids, from, length, logitsOfLast);
    }

    /**
     * What was planned has been evaluated: goes on as far as that allows.
     *
     * @param logits of the tokens from {@code offset} on
     */
    public void advance(float[] logits, int offset) {
        planned = false;
        context.append(ids, from, length);
        if (ingested < ingesting.length) {
            ingested += length;
            if (promptIngested || !announceIngested() || ingested < ingesting.length) {
                return;
            }
            promptIngested = true;
            prefilled = System.nanoTime();
        } else if (speculation != null) {
            speculation.evaluated();
        }
        int row = offset;
        while (sample(logits, row)
                && speculation != null
                && speculation.guessed(tokens[count - 1])) {
            row += context.vocabSize();
        }
    }

    /** Ends it, whatever is planned. */
    public void cancel() {
        end = End.CANCELLED;
    }

    private void begin() {
        // The last token is always evaluated: its logits are needed.
        int reused = Math.min(context.commonPrefix(prompt), prompt.length - 1);
        promptEvaluated = prompt.length - reused;
        ingesting = prompt;
        ingested = reused;
        context.truncate(reused);
        announce(0, reused, true);
    }

    private boolean announceIngested() {
        return announce(from, from + length, false);
    }

    private boolean announce(int first, int last, boolean cached) {
        for (int i = first; i < last; i++) {
            accept(prompt[i]);
            if (!listener.onPromptToken(prompt[i], cached)) {
                end = End.CANCELLED;
                return false;
            }
        }
        return true;
    }

    /** Chooses the next token; false when it is the last one. */
    private boolean sample(float[] logits, int offset) {
        if (count >= settings.maxTokens()) {
            end = End.LENGTH;
        } else if (settings.cancelled().getAsBoolean()) {
            end = End.CANCELLED;
        } else {
            int id = sampler.next(logits, offset);
            if (tokenizer.endsGeneration(id)) {
                end = End.STOP;
            } else {
                take(id);
            }
        }
        return end == null;
    }

    private void take(int id) {
        accept(id);
        if (count == tokens.length) {
            // Grown as it goes: the limit may be far beyond what is ever generated.
            tokens = Arrays.copyOf(tokens, (int) Math.min(settings.maxTokens(), 2L * count));
        }
        tokens[count++] = id;
        boolean goOn = emit(id);
        if (stops.stopped()) {
            end = End.STOP;
        } else if (!goOn) {
            end = End.CANCELLED;
        } else if (count == settings.maxTokens()) {
            end = End.LENGTH;
        }
    }

    private void accept(int id) {
        sampler.accept(id);
        if (speculation != null) {
            speculation.accept(id);
        }
    }

    /** Drops the oldest part of a full window, without the BOS that many models lean on. */
    private void makeRoom() {
        int keep = context.token(0) == tokenizer.bos() ? 1 : 0;
        int drop = Math.max(1, (int) (context.capacity() * settings.contextErase()));
        ingesting = context.erase(keep, Math.min(drop, context.size() - keep));
        ingested = 0;
    }

    private boolean emit(int id) {
        String certain = stops.accept(characters.accept(tokenizer.bytes(id, false)));
        text.append(certain);
        return listener.onToken(id, certain);
    }

    /** What it gave; it has ended. */
    public Result finish() {
        abandon();
        long now = System.nanoTime();
        long promptEnd = promptIngested ? prefilled : now;
        flush();
        return new Result(
                Arrays.copyOf(tokens, count),
                text.toString(),
                end == null ? End.CANCELLED : end,
                promptEvaluated,
                promptEnd - started,
                now - promptEnd);
    }

    /** Leaves the context with what is part of the text, and nothing that was guessed. */
    public void abandon() {
        if (speculation != null) {
            speculation.forget();
        }
    }

    /** Text that was held back in case of a stop string, and the rest of a broken character. */
    private void flush() {
        String rest = stops.stopped() ? "" : stops.accept(characters.flush()) + stops.flush();
        text.append(rest);
        listener.onEnd(rest);
    }
}
