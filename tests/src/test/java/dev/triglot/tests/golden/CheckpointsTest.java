package dev.triglot.tests.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.triglot.engine.EngineInfo;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.SessionOptions.KvCacheType;
import dev.triglot.engine.convert.ConversionListener;
import dev.triglot.engine.convert.Converter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Trained checkpoints against PyTorch's float32 run of the same folders. */
class CheckpointsTest {
    private static final boolean REFERENCE = EngineInfo.kernels().equals("reference");
    private static final SessionOptions OPTIONS =
            SessionOptions.DEFAULT.withKvCacheType(KvCacheType.F32);
    private static final double LOGIT_TOLERANCE = REFERENCE ? 2e-3 : 2e-2;
    private static final double NLL_TOLERANCE = REFERENCE ? 1e-4 : 1e-2;

    @TempDir private Path scratch;

    static List<String> checkpoints() {
        return Fixtures.checkpoints();
    }

    @ParameterizedTest
    @MethodSource("checkpoints")
    void agreesWithPyTorch(String name) {
        JsonNode reference = Fixtures.reference(name);
        try (LanguageModel model = LanguageModel.open(Fixtures.file("hf/" + name));
                Session session = model.newSession(OPTIONS)) {
            for (JsonNode prompt : reference.get("prompts")) {
                int[] ids = Fixtures.ids(prompt.get("ids"));
                assertThat(model.vocabulary().encode(prompt.get("text").asString(), true, true))
                        .isEqualTo(ids);
                String file = "ref/" + name + "/" + prompt.get("logits_file").asString();
                assertThat(Distance.of(session.logits(ids), Fixtures.npy(file)).absolute())
                        .as("%s", prompt.get("text"))
                        .isLessThanOrEqualTo(LOGIT_TOLERANCE);
            }
            assertThat(Fixtures.mean(Fixtures.likelihoods(session, reference)))
                    .isCloseTo(
                            reference.get("perplexity").get("mean_nll").asDouble(),
                            within(NLL_TOLERANCE));
        }
    }

    @ParameterizedTest
    @MethodSource("checkpoints")
    void aConvertedFileIsTheSameModel(String name) {
        Path source = Fixtures.file("hf/" + name);
        Path target = scratch.resolve("model.gguf");
        Converter.convert(source, target, null, ConversionListener.NONE);
        try (LanguageModel checkpoint = LanguageModel.open(source);
                LanguageModel converted = LanguageModel.open(target);
                Session first = checkpoint.newSession(OPTIONS);
                Session second = converted.newSession(OPTIONS)) {
            for (JsonNode prompt : Fixtures.reference(name).get("prompts")) {
                String text = prompt.get("text").asString();
                int[] ids = checkpoint.vocabulary().encode(text, true, true);
                assertThat(converted.vocabulary().encode(text, true, true)).isEqualTo(ids);
                assertThat(second.logits(ids)).isEqualTo(first.logits(ids));
            }
        }
    }
}
