package dev.triglot.tests.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.AdapterChoice;
import dev.triglot.engine.EngineInfo;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.LoraAdapter;
import dev.triglot.engine.Session;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.SessionOptions.KvCacheType;
import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.InvalidStateException;
import dev.triglot.engine.error.UnsupportedModelException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Low-rank adapters against PyTorch, which adds their products to the weights. */
class AdaptersTest {
    private static final Path FOLDER = Path.of("src/test/resources/adapters");
    private static final JsonNode CASES =
            new ObjectMapper().readTree(FOLDER.resolve("adapters.json").toFile());
    private static final SessionOptions EXACT =
            SessionOptions.DEFAULT.withKvCacheType(KvCacheType.F32);

    /** Relative to the largest logit; the weights are f16, the adapters f32 and f16. */
    private static final double TOLERANCE = EngineInfo.kernels().equals("reference") ? 1e-5 : 1e-4;

    static List<String> cases() {
        return List.copyOf(CASES.propertyNames());
    }

    private static LanguageModel model(String name) {
        return LanguageModel.open(Fixtures.file("gguf/" + name + "/" + name + "-f16.gguf"));
    }

    private static SessionOptions options(JsonNode test) {
        SessionOptions options = EXACT;
        for (JsonNode adapter : test.get("adapters")) {
            options =
                    options.withAdapter(
                            FOLDER.resolve(adapter.get("file").asString()),
                            adapter.get("scale").floatValue());
        }
        return options;
    }

    private static void check(Session session, String name) {
        float[] expected = Fixtures.npy(FOLDER.resolve(name + ".npy"));
        JsonNode prompts = CASES.get(name).get("prompts");
        int vocabulary = expected.length / prompts.size();
        for (int p = 0; p < prompts.size(); p++) {
            float[] logits = session.logits(Fixtures.ids(prompts.get(p)));
            double largest = 0;
            double distance = 0;
            for (int i = 0; i < vocabulary; i++) {
                float reference = expected[p * vocabulary + i];
                largest = Math.max(largest, Math.abs(reference));
                distance = Math.max(distance, Math.abs(logits[i] - reference));
            }
            assertThat(distance / largest).as("%s, prompt %d", name, p).isLessThan(TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void logitsEqualPyTorch(String name) {
        JsonNode test = CASES.get(name);
        try (LanguageModel model = model(test.get("model").asString());
                Session session = model.newSession(options(test));
                Session oneByOne = model.newSession(options(test).withBatchSize(1))) {
            check(session, name);
            check(oneByOne, name);
        }
    }

    @Test
    void sessionsWithDifferentAdaptersRunSideBySide() {
        int[] ids = Fixtures.ids(CASES.get("first").get("prompts").get(0));
        try (LanguageModel model = model("llama-mini");
                LoraAdapter shared = model.openAdapter(FOLDER.resolve("llama-first.gguf"));
                Session plain = model.newSession(EXACT);
                Session full = model.newSession(EXACT.withAdapter(shared, 1));
                Session half = model.newSession(EXACT.withAdapter(shared, 0.5f));
                Session none = model.newSession(EXACT.withAdapter(shared, 0))) {
            float[] before = plain.logits(ids);
            check(full, "first");
            check(half, "half-of-first");
            check(full, "first");
            plain.reset();
            assertThat(plain.logits(ids)).isEqualTo(before);
            assertThat(none.logits(ids)).isEqualTo(before);
        }
    }

    @Test
    void otherAdaptersForgetWhatWasEvaluated() {
        int[] ids = Fixtures.ids(CASES.get("first").get("prompts").get(0));
        try (LanguageModel model = model("llama-mini");
                LoraAdapter adapter = model.openAdapter(FOLDER.resolve("llama-first.gguf"));
                Session session = model.newSession(EXACT)) {
            float[] before = session.logits(ids);
            session.setAdapters(List.of(new AdapterChoice.Opened(adapter, 1)));
            check(session, "first");
            session.setAdapters(List.of(new AdapterChoice.Opened(adapter, 0.5f)));
            check(session, "half-of-first");
            session.setAdapters(List.of());
            assertThat(session.logits(ids)).isEqualTo(before);
        }
    }

    @Test
    void anAdapterInUseStaysOpen() {
        try (LanguageModel model = model("llama-mini")) {
            LoraAdapter adapter = model.openAdapter(FOLDER.resolve("llama-first.gguf"));
            try (Session session = model.newSession(EXACT.withAdapter(adapter, 1))) {
                assertThatThrownBy(adapter::close)
                        .isInstanceOf(InvalidStateException.class)
                        .hasMessageContaining("in use");
                check(session, "first");
            }
            adapter.close();
            adapter.close();
            assertThatThrownBy(() -> model.newSession(EXACT.withAdapter(adapter, 1)))
                    .isInstanceOf(InvalidStateException.class);
        }
    }

    @Test
    void anAdapterOfAnotherModelIsRefused() {
        try (LanguageModel llama = model("llama-mini");
                LanguageModel other = model("llama-mini");
                LanguageModel mpt = model("mpt-mini")) {
            LoraAdapter adapter = other.openAdapter(FOLDER.resolve("llama-first.gguf"));
            assertThatThrownBy(() -> llama.newSession(EXACT.withAdapter(adapter, 1)))
                    .isInstanceOf(InvalidArgumentException.class);
            assertThatThrownBy(() -> mpt.openAdapter(FOLDER.resolve("llama-first.gguf")))
                    .isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContaining("for llama models, this is a mpt model");
            assertThatThrownBy(() -> EXACT.withAdapter(adapter, Float.NaN))
                    .isInstanceOf(InvalidArgumentException.class);
        }
    }
}
