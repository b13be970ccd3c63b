package dev.triglot.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.EngineInfo;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.ModelOptions;
import dev.triglot.engine.Session;
import dev.triglot.engine.error.ModelFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model file that another program cuts while it is mapped. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ShrinkingFileTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final String GGUF = "gguf/llama-gqa/llama-gqa-q4_K_M.gguf";
    private static final String LEGACY = "legacy/gptj-mini/gptj-mini-qnt2-q4_0.bin";
    private static final int[] PROMPT = {1, 300, 301, 302};

    /** A large part of the weights is gone. */
    private static final long REST = 400_000;

    /** Kernels that repack weights have them all in memory of their own. */
    private static final boolean REPACKS = EngineInfo.kernels().startsWith("vector");

    @TempDir private Path folder;
    private Path file = Path.of("model.gguf");

    @BeforeEach
    void place() {
        file = folder.resolve(file);
    }

    private void restore(String fixture) throws IOException {
        Files.copy(FIXTURES.resolve(fixture), file, StandardCopyOption.REPLACE_EXISTING);
    }

    private void shrink() {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(REST);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GGUF, LEGACY})
    void openingEndsWithAModelOrWithAnErrorOfTheModel(String fixture) throws Exception {
        int failures = 0;
        for (int i = 0; i < 60; i++) {
            restore(fixture);
            Thread other = delayedShrink(i * 250_000L);
            try (LanguageModel model = LanguageModel.open(file, new ModelOptions(3))) {
                assertThat(model.threads()).isEqualTo(3);
            } catch (ModelFormatException expected) {
                failures++;
            }
            other.join();
        }
        // The first cuts come at once.
        assertThat(failures).isPositive();
    }

    private Thread delayedShrink(long nanos) {
        long until = System.nanoTime() + nanos;
        return Thread.ofPlatform()
                .start(() -> {
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                    shrink();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {GGUF, LEGACY})
    void aModelThatIsOpenGoesOnOrFailsAsAModel(String fixture) throws IOException {
        restore(fixture);
        try (LanguageModel model = LanguageModel.open(file);
                Session session = model.newSession()) {
            float[] before = session.logits(PROMPT);
            session.reset();
            shrink();
            if (REPACKS) {
                assertThat(session.logits(PROMPT)).isEqualTo(before);
            } else {
                assertThatThrownBy(() -> session.logits(PROMPT))
                        .isInstanceOf(ModelFormatException.class)
                        .hasMessageContaining(file.toString())
                        .hasMessageContaining("now " + REST);
                // The pool has survived, and so has the session.
                assertThatThrownBy(() -> session.negativeLogLikelihoods(PROMPT))
                        .isInstanceOf(ModelFormatException.class);
            }
        }
    }

    @Test
    void aFileThatIsReplacedByARenameChangesNothing() throws IOException {
        restore(GGUF);
        try (LanguageModel model = LanguageModel.open(file);
                Session session = model.newSession()) {
            float[] before = session.logits(PROMPT);
            session.reset();
            Path next = Files.writeString(folder.resolve("next"), "something else");
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(session.logits(PROMPT)).isEqualTo(before);
        }
    }
}
