package dev.triglot.polyglot.service;

import dev.triglot.engine.EmbeddingListener;
import dev.triglot.engine.EmbeddingOptions;
import dev.triglot.engine.EmbeddingOptions.LongTextMode;
import dev.triglot.engine.EmbeddingResult;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.SessionOptions;
import dev.triglot.polyglot.v1.ChunksCallback;
import dev.triglot.polyglot.v1.Embeddings;
import dev.triglot.polyglot.v1.NumberArray;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A request for embeddings, read from a guest's arguments. */
record EmbeddingService(
        List<String> texts, EmbeddingOptions options, @Nullable ChunksCallback onChunks) {

    private record View(EmbeddingResult result) implements Embeddings {
        @Override
        public int count() {
            return result.count();
        }

        @Override
        public int dimensionality() {
            return result.dimensionality();
        }

        @Override
        public NumberArray vectors() {
            return Numbers.of(result.vectors());
        }

        @Override
        public NumberArray vector(int index) {
            return Failures.guarded(() -> {
                if (index < 0 || index >= result.count()) {
                    throw Failures.invalid(
                            "vector " + index + " of " + result.count() + ": they count from 0");
                }
                int from = index * result.dimensionality();
                return Numbers.of(result.vectors(), from, result.dimensionality());
            });
        }

        @Override
        public int promptTokens() {
            return result.promptTokens();
        }
    }

    static EmbeddingService read(Object texts, @Nullable Object argument) {
        Options options = new Options("embed", argument);
        String prefix = options.text("prefix");
        String mode = options.word("longTextMode", "mean", List.of("mean", "truncate"));
        EmbeddingOptions settings =
                new EmbeddingOptions(
                        prefix == null ? "" : prefix,
                        options.integer("dimensionality", 0),
                        LongTextMode.valueOf(mode.toUpperCase(Locale.ROOT)),
                        options.integer("contextLength", 0));
        ChunksCallback onChunks = options.callback("onChunks", ChunksCallback.class);
        options.done();
        return new EmbeddingService(GuestArguments.texts("texts", texts), settings, onChunks);
    }

    /** The session that it will take at most. */
    SessionOptions session() {
        return SessionOptions.DEFAULT
                .withContextLength(options.contextLength())
                .withKvCacheType(SessionOptions.KvCacheType.F32);
    }

    /** In the guest's thread. */
    Embeddings run(LanguageModel model, BooleanSupplier cancelled) {
        return new View(model.embed(texts, options, new Listener(onChunks, cancelled)));
    }

    /** In a thread of its own. */
    Embeddings run(LanguageModel model, BackgroundTask<?> task, BooleanSupplier cancelled) {
        EmbeddingListener listener =
                new EmbeddingListener() {
                    @Override
                    public void onProgress(int chunks, int total) {
                        task.report(new ProgressReport("embedding", chunks, total, ""));
                    }

                    @Override
                    public boolean isCancelled() {
                        return task.isCancelled() || cancelled.getAsBoolean();
                    }
                };
        return new View(model.embed(texts, options, listener));
    }

    private record Listener(@Nullable ChunksCallback callback, BooleanSupplier cancelled)
            implements EmbeddingListener {
        @Override
        public boolean onChunks(List<Integer> chunkTokens) {
            return callback == null || CallbackListener.goesOn(callback.onChunks(chunkTokens));
        }

        @Override
        public void onProgress(int chunks, int total) {
            CallingContext.safepoint();
        }

        @Override
        public boolean isCancelled() {
            return cancelled.getAsBoolean();
        }
    }
}
