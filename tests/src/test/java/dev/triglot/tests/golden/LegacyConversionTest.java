package dev.triglot.tests.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.EngineInfo;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.SessionOptions.KvCacheType;
import dev.triglot.engine.convert.ConversionListener;
import dev.triglot.engine.convert.Converter;
import dev.triglot.tests.golden.Fixtures.ModelRecord;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** A file from before GGUF and what it is converted to are the same model. */
class LegacyConversionTest {
    /** Reference kernels see the same numbers; others round activations for blocks, not floats. */
    private static final double TOLERANCE = EngineInfo.kernels().equals("reference") ? 0 : 3e-2;

    @TempDir private Path folder;

    static List<ModelRecord> files() {
        return Fixtures.legacyFiles();
    }

    @ParameterizedTest
    @MethodSource("files")
    void convertedFileIsTheSameModel(ModelRecord file) {
        Path target = folder.resolve("converted.gguf");
        Converter.convert(file.path(), target, null, ConversionListener.NONE);
        SessionOptions options = SessionOptions.DEFAULT.withKvCacheType(KvCacheType.F32);
        try (LanguageModel legacy = LanguageModel.open(file.path());
                LanguageModel converted = LanguageModel.open(target);
                Session of = legacy.newSession(options);
                Session and = converted.newSession(options)) {
            assertThat(converted.info().format()).isEqualTo("GGUF v3");
            for (JsonNode prompt : file.reference().get("prompts")) {
                String text = prompt.get("text").asString();
                int[] ids = converted.vocabulary().encode(text, true, false);
                assertThat(ids).isEqualTo(Fixtures.ids(prompt.get("ids")));
                assertThat(Distance.of(and.logits(ids), of.logits(ids)).relative())
                        .isLessThanOrEqualTo(TOLERANCE);
            }
        }
    }
}
