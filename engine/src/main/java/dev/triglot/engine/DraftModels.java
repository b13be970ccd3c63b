package dev.triglot.engine;

import dev.triglot.engine.error.InvalidArgumentException;
import org.jspecify.annotations.Nullable;

/** Sessions of draft models. */
final class DraftModels {
    private DraftModels() {}

    /**
     * The session that guesses for one of the target; null where none is asked for.
     *
     * @param contextLength of the target's session
     * @param cancelled of the target's session
     * @throws InvalidArgumentException if ids do not mean the same to both models
     */
    static @Nullable Session newSession(
            LanguageModel target,
            SessionOptions options,
            int contextLength,
            Session.CancelFlag cancelled) {
        LanguageModel draft = options.draftModel();
        if (draft == null) {
            return null;
        }
        String difference = target.vocabulary().difference(draft.vocabulary());
        if (difference != null) {
            throw new InvalidArgumentException(
                    "%s cannot guess for %s: their vocabularies differ (%s); take a draft model of the same family"
                            .formatted(draft.info().file(), target.info().file(), difference));
        }
        return draft.newSession(
                SessionOptions.DEFAULT
                        .withContextLength(contextLength)
                        .withBatchSize(options.batchSize())
                        .withKvCacheType(options.kvCacheType()),
                new Session.CancelFlag(cancelled::isSet));
    }
}
