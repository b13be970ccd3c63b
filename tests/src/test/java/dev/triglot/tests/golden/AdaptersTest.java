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
import dev.triglot.engine.convert.ConversionListener;
import dev.triglot.engine.convert.Converter;
import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.InvalidStateException;
import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.format.ModelFile;
import dev.triglot.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    @TempDir private Path folder;

    static List<String> cases() {
        return List.copyOf(CASES.propertyNames());
    }

    private static LanguageModel model(String name) {
        return LanguageModel.open(file(name));
    }

    private static Path file(String name) {
        return Fixtures.file("gguf/" + name + "/" + name + "-f16.gguf");
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
            float[] reference = Arrays.copyOfRange(expected, p * vocabulary, (p + 1) * vocabulary);
            assertThat(Distance.of(logits, reference).relative())
                    .as("%s, prompt %d", name, p)
                    .isLessThan(TOLERANCE);
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

    static List<String> peftCases() {
        return cases().stream().filter(name -> name.startsWith("peft-")).toList();
    }

    /** What PEFT saved computes what PEFT computes, also after its conversion. */
    @ParameterizedTest
    @MethodSource("peftCases")
    void convertedAdaptersComputeTheSame(String name) {
        String modelName = CASES.get(name).get("model").asString();
        Path converted = folder.resolve(name + ".gguf");
        Converter.convert(
                FOLDER.resolve(name), converted, null, file(modelName), ConversionListener.NONE);
        try (LanguageModel model = model(modelName);
                Session session = model.newSession(EXACT.withAdapter(converted, 1))) {
            check(session, name);
        }
    }

    @Test
    void convertedTensorsAreThoseOfLlamaCppsConverter() {
        Path converted = folder.resolve("llama-first.gguf");
        Converter.Result result =
                Converter.convert(
                        FOLDER.resolve("peft-llama"),
                        converted,
                        null,
                        file("llama-mini"),
                        ConversionListener.NONE);
        assertThat(result.warnings()).isEmpty();
        try (ModelFile ours = ModelFile.open(converted);
                ModelFile theirs = ModelFile.open(FOLDER.resolve("llama-first.gguf"))) {
            assertThat(ours.tensors()).hasSameSizeAs(theirs.tensors());
            Map<String, Tensor> byName =
                    ours.tensors().stream().collect(Collectors.toMap(Tensor::name, t -> t));
            for (Tensor tensor : theirs.tensors()) {
                Tensor own = Objects.requireNonNull(byName.get(tensor.name()), tensor.name());
                assertThat(own.shape()).isEqualTo(tensor.shape());
                assertThat(own.data().mismatch(tensor.data())).as(tensor.name()).isEqualTo(-1);
            }
            theirs.metadata()
                    .values()
                    .forEach((key, value) -> {
                        if (!key.equals("general.name")) {
                            assertThat(ours.metadata().values()).containsEntry(key, value);
                        }
                    });
        }
    }

    @Test
    void conversionChecksTheAdapterAgainstItsModel() {
        Path peft = FOLDER.resolve("peft-llama");
        Path target = folder.resolve("none.gguf");
        assertThatThrownBy(() -> Converter.convert(peft, target, null, ConversionListener.NONE))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("--base");
        assertThatThrownBy(() ->
                        Converter.convert(
                                peft, target, null, file("mpt-mini"), ConversionListener.NONE))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("for llama models");
        Path other = Fixtures.file("gguf/llama-gqa/llama-gqa-q4_K_M.gguf");
        assertThatThrownBy(
                        () -> Converter.convert(peft, target, null, other, ConversionListener.NONE))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageMatching(
                        "(?s).*tensor .*weight: the adapter is for \\d+ x \\d+, but .*\\d+ x \\d+.*");
        assertThat(target).doesNotExist();
    }

    @Test
    void factorsOfAnotherShapeAreNamed() {
        try (LanguageModel other =
                LanguageModel.open(Fixtures.file("gguf/llama-gqa/llama-gqa-q4_K_M.gguf"))) {
            for (String adapter : List.of("llama-first.gguf", "peft-llama")) {
                assertThatThrownBy(() -> other.openAdapter(FOLDER.resolve(adapter)))
                        .isInstanceOf(ModelFormatException.class)
                        .hasMessageMatching(
                                "(?s).*tensor .*weight: the adapter is for \\d+ x \\d+, but .*\\d+ x \\d+.*");
            }
        }
    }

    @Test
    void differentAdaptersAtTheSameTime() throws Exception {
        try (LanguageModel model = model("llama-mini");
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> running = new ArrayList<>();
            for (String name : List.of("first", "half-of-first", "both")) {
                running.add(
                        threads.submit(() -> {
                            try (Session session = model.newSession(options(CASES.get(name)))) {
                                for (int i = 0; i < 3; i++) {
                                    session.reset();
                                    check(session, name);
                                }
                            }
                        }));
            }
            for (Future<?> each : running) {
                each.get();
            }
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
