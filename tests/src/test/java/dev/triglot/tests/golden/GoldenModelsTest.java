package dev.triglot.tests.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.triglot.engine.EngineInfo;
import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.GenerationResult;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.SessionOptions.KvCacheType;
import dev.triglot.engine.TokenListener;
import dev.triglot.engine.Vocabulary;
import dev.triglot.tests.golden.Fixtures.ModelRecord;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Every fixture against PyTorch's float32 run of its own dequantized weights, with the kernels that
 * this JVM was started with. Reference kernels must agree closely; the others round activations to
 * 8 bits and must keep the perplexity.
 */
class GoldenModelsTest {
    private static final boolean REFERENCE = EngineInfo.kernels().equals("reference");
    private static final SessionOptions OPTIONS =
            SessionOptions.DEFAULT.withKvCacheType(REFERENCE ? KvCacheType.F32 : KvCacheType.F16);

    /** Reference kernels: absolute. The others: relative to the largest logit of the position. */
    private static final double LOGIT_TOLERANCE = REFERENCE ? 2e-3 : 3e-2;

    /** Of the mean negative log-likelihood, in nats. */
    private static final double LIKELIHOOD_TOLERANCE = REFERENCE ? 1e-4 : 5e-3;

    private static final GenerationOptions GREEDY =
            GenerationOptions.builder().temperature(0).maxTokens(48).build();

    static List<ModelRecord> files() {
        return Stream.concat(Fixtures.ggufFiles().stream(), Fixtures.legacyFiles().stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void logitsOfThePrompts(ModelRecord file) {
        float[] expected =
                Fixtures.npy(file.node().get("dequantized_float32").get("logits_file").asString());
        JsonNode prompts = file.reference().get("prompts");
        int vocabulary = expected.length / prompts.size();
        try (LanguageModel model = LanguageModel.open(file.path());
                Session session = model.newSession(OPTIONS)) {
            for (int p = 0; p < prompts.size(); p++) {
                float[] logits = session.logits(Fixtures.ids(prompts.get(p).get("ids")));
                Distance distance =
                        Distance.of(
                                logits,
                                Arrays.copyOfRange(expected, p * vocabulary, (p + 1) * vocabulary));
                assertThat(REFERENCE ? distance.absolute() : distance.relative())
                        .as("distance of the logits of prompt %d", p)
                        .isLessThanOrEqualTo(LOGIT_TOLERANCE);
            }
        }
    }

    /** The vocabulary of every kind of file gives the ids of the checkpoint's tokenizer. */
    @ParameterizedTest
    @MethodSource("files")
    void tokensOfThePrompts(ModelRecord file) {
        Vocabulary vocabulary = LanguageModel.openVocabulary(file.path());
        for (JsonNode prompt : file.reference().get("prompts")) {
            assertThat(vocabulary.encode(prompt.get("text").asString(), true, false))
                    .isEqualTo(Fixtures.ids(prompt.get("ids")));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void perplexity(ModelRecord file) {
        double expected = file.node().get("dequantized_float32").get("mean_nll").asDouble();
        double[] likelihoods;
        try (LanguageModel model = LanguageModel.open(file.path());
                Session session = model.newSession(OPTIONS)) {
            likelihoods = Fixtures.likelihoods(session, file.reference());
        }
        assertThat(likelihoods).hasSize(file.reference().get("perplexity").get("n_scored").asInt());
        assertThat(Fixtures.mean(likelihoods)).isCloseTo(expected, within(LIKELIHOOD_TOLERANCE));
    }

    /** Only these are held to PyTorch's tokens: the references are of the f16 weights. */
    static List<ModelRecord> unquantizedFiles() {
        return files().stream().filter(file -> file.name().contains("-f16.")).toList();
    }

    @ParameterizedTest
    @MethodSource("unquantizedFiles")
    void perplexityWithACacheOfBytes(ModelRecord file) {
        double expected = file.node().get("dequantized_float32").get("mean_nll").asDouble();
        try (LanguageModel model = LanguageModel.open(file.path());
                Session session = model.newSession(OPTIONS.withKvCacheType(KvCacheType.Q8_0))) {
            double[] likelihoods = Fixtures.likelihoods(session, file.reference());
            assertThat(Fixtures.mean(likelihoods)).isCloseTo(expected, within(2e-3));
        }
    }

    @ParameterizedTest
    @MethodSource("unquantizedFiles")
    void greedyTokens(ModelRecord file) {
        try (LanguageModel model = LanguageModel.open(file.path());
                Session session = model.newSession(OPTIONS)) {
            for (JsonNode prompt : file.reference().get("prompts")) {
                GenerationResult result =
                        session.generate(
                                Fixtures.ids(prompt.get("ids")), GREEDY, TokenListener.NONE);
                int[] expected = Fixtures.ids(prompt.get("greedy_ids"));
                double[] margins = Fixtures.doubles(prompt.get("greedy_margin_top1_top2"));
                for (int i = 0; i < expected.length && margins[i] > 2 * greedyTolerance(); i++) {
                    if (i == result.tokens().length) {
                        // An end token ends our generation, not the reference's.
                        assertThat(model.vocabulary().endsGeneration(expected[i])).isTrue();
                        break;
                    }
                    assertThat(result.tokens()[i]).as("token %d", i).isEqualTo(expected[i]);
                }
            }
        }
    }

    private static double greedyTolerance() {
        return REFERENCE ? 2e-3 : 5e-2;
    }
}
