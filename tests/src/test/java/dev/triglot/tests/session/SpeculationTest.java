package dev.triglot.tests.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.GenerationResult;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.TokenListener;
import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.InvalidStateException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guessing several tokens at once changes nothing but the time. */
class SpeculationTest {
    private static final String PROMPT =
            "In the beginning God created the heaven and the earth. In the beginning God created";
    private static final int LONGEST = GenerationOptions.MAX_DRAFT_LENGTH;

    private static GenerationOptions.Builder options() {
        return GenerationOptions.builder().temperature(0).maxTokens(60);
    }

    /** The same tokens, text and end, and the same state of the session afterwards. */
    private static void compare(
            LanguageModel model, SessionOptions how, GenerationOptions.Builder options) {
        compare(model, how, how, options);
    }

    private static void compare(
            LanguageModel model,
            SessionOptions how,
            SessionOptions howToGuess,
            GenerationOptions.Builder options) {
        try (Session plain = model.newSession(how);
                Session guessing = model.newSession(howToGuess)) {
            for (int round = 0; round < 2; round++) {
                GenerationResult expected =
                        plain.generate(PROMPT, options.draftLength(0).build(), TokenListener.NONE);
                GenerationResult found =
                        guessing.generate(
                                PROMPT, options.draftLength(LONGEST).build(), TokenListener.NONE);
                assertThat(found.tokens()).isEqualTo(expected.tokens());
                assertThat(found.text()).isEqualTo(expected.text());
                assertThat(found.finishReason()).isEqualTo(expected.finishReason());
                assertThat(guessing.tokens()).isEqualTo(plain.tokens());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama-mini-f16", "llama-mini-q4_0", "llama-mini-q4_K_M", "llama-mini-q8_0",
                "llama-mini-iq4_xs", "gptj-mini-q4_0", "mpt-mini-q5_1", "mpt-mini-f16"
            })
    void tokensAreThoseOfOneByOne(String name) {
        try (LanguageModel model = LanguageModel.open(Models.file(name))) {
            SessionOptions how = SessionOptions.DEFAULT;
            compare(model, how, options());
            compare(model, how, options().temperature(0.9f).seed(7L));
            compare(model, how, options().repeatPenalty(1.3f));
            compare(model, how, options().stop(List.of("heaven", "the")));
            compare(
                    model,
                    how.withContextLength(48).withContextErase(0.5f),
                    options().maxTokens(90));
            compare(model, how.withContextLength(48).withContextErase(0), options());
            compare(model, how.withBatchSize(1), options().maxTokens(9));
        }
    }

    /** A draft that is often right, one that never is, and the model itself, which always is. */
    @ParameterizedTest
    @CsvSource({
        "llama-mini-f16, llama-mini-q2_K",
        "llama-mini-f16, llama-mini-f16",
        "llama-mini-q4_K_M, llama-mini-q4_0",
        "gptj-mini-f16, gptj-mini-q4_0",
        "mpt-mini-f16, mpt-mini-q2_K"
    })
    void aDraftModelChangesNothing(String name, String draftName) {
        try (LanguageModel model = LanguageModel.open(Models.file(name));
                LanguageModel draft = LanguageModel.open(Models.file(draftName))) {
            SessionOptions how = SessionOptions.DEFAULT;
            compare(model, how, how.withDraftModel(draft), options());
            compare(
                    model,
                    how,
                    how.withDraftModel(draft),
                    options().temperature(0.9f).seed(7L).repeatPenalty(1.3f));
            SessionOptions small = how.withContextLength(48).withBatchSize(9);
            compare(model, small, small.withDraftModel(draft), options().maxTokens(90));
            SessionOptions ends = small.withContextErase(0);
            compare(model, ends, ends.withDraftModel(draft), options());
        }
    }

    @Test
    void aDraftModelNeedsTheSameVocabulary() {
        try (LanguageModel model = LanguageModel.open(Models.file("llama-mini-f16"));
                LanguageModel other = LanguageModel.open(Models.file("mpt-mini-f16"))) {
            assertThatThrownBy(() -> model.newSession(SessionOptions.DEFAULT.withDraftModel(other)))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("vocabularies differ");
        }
    }

    @Test
    void whenTheDraftModelIsClosedTheSessionSaysSo() {
        try (LanguageModel model = LanguageModel.open(Models.file("llama-mini-f16"))) {
            LanguageModel draft = LanguageModel.open(Models.file("llama-mini-q2_K"));
            try (Session session = model.newSession(SessionOptions.DEFAULT.withDraftModel(draft))) {
                draft.close();
                assertThatThrownBy(() ->
                                session.generate(
                                        PROMPT,
                                        options().draftLength(LONGEST).build(),
                                        TokenListener.NONE))
                        .isInstanceOf(InvalidStateException.class);
                GenerationResult without =
                        session.generate(PROMPT, options().build(), TokenListener.NONE);
                assertThat(without.tokens()).isNotEmpty();
            }
        }
    }

    /** What makes it exact: tokens together are computed as one alone, to the bit. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama-mini-f16", "llama-mini-bf16", "llama-mini-q4_0", "llama-mini-q4_1",
                "llama-mini-q5_0", "llama-mini-q5_1", "llama-mini-q8_0", "llama-mini-q2_K",
                "llama-mini-q3_K_M", "llama-mini-q4_K_M", "llama-mini-q5_K_M", "llama-mini-q6_K",
                "llama-mini-iq4_nl", "llama-mini-iq4_xs", "gptj-mini-f16", "mpt-mini-q4_0"
            })
    void tokensAtOnceGiveTheSameBits(String name) {
        try (LanguageModel model = LanguageModel.open(Models.file(name))) {
            int[] ids = model.vocabulary().encode(PROMPT, true, true);
            float[][] one;
            try (Session session = model.newSession(SessionOptions.DEFAULT.withBatchSize(1))) {
                one = session.logitsFrom(ids, 0);
            }
            for (int size : new int[] {2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 31}) {
                try (Session session =
                        model.newSession(SessionOptions.DEFAULT.withBatchSize(size))) {
                    assertThat(session.logitsFrom(ids, 0)).as("%d at once", size).isEqualTo(one);
                }
            }
        }
    }

    @Test
    void draftsAreBounded() {
        assertThatThrownBy(() -> options().draftLength(LONGEST + 1).build())
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("draftLength");
    }
}
