package dev.triglot.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.error.TriglotException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random damage to well-formed files of every reader gives a result or a typed error, and takes
 * little memory. {@code -Dtriglot.fuzz.inputs} sets how many files are damaged in all: the profile
 * {@code fuzz} takes two million.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class FuzzTest {
    private static final int INPUTS = Integer.getInteger("triglot.fuzz.inputs", 20_000);
    private static final long MAX_ALLOCATED = 16 << 20;

    /** The JSON parser's buffers come on top. */
    private static final long MAX_ALLOCATED_WITH_JSON = 64 << 20;

    private static final List<byte[]> GGUF =
            List.of(
                    TestModels.llama().build(),
                    TestModels.llama(new GgufBuilder().version(1)).build(),
                    TestModels.llama(new GgufBuilder().alignment(64)).build(),
                    TestModels.gptJ().build(),
                    TestModels.mpt().build(),
                    TestModels.rawBytes(new GgufBuilder()).build());

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void gguf(long seed) {
        damage(seed, GGUF, INPUTS / 10, bytes -> TestModels.open(bytes).description());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void legacy(long seed) {
        damage(
                seed,
                LegacyBuilder.all(),
                INPUTS / 10,
                bytes -> LegacyBuilder.open(bytes).description());
    }

    private static void damage(long seed, List<byte[]> models, int inputs, Reader reader) {
        SplittableRandom random = new SplittableRandom(seed);
        int loaded = 0;
        for (int i = 0; i < inputs; i++) {
            byte[] bytes = Damage.binary(random, models.get(random.nextInt(models.size())));
            loaded += loads(() -> reader.read(bytes), TestModels.FILE, MAX_ALLOCATED) ? 1 : 0;
        }
        // Neither hopeless nor harmless, or it would show nothing.
        assertThat(loaded).isBetween(inputs / 100, inputs * 9 / 10);
    }

    private interface Reader {
        Object read(byte[] bytes);
    }

    @Test
    void adapter() {
        byte[] adapter = LoraFileTest.pair(LoraFileTest.keys()).build();
        damage(
                6,
                List.of(adapter),
                INPUTS / 20,
                bytes -> LoraFile.describe(TestModels.open(bytes)));
    }

    /** One file of a folder at a time: configuration, weights, every form of vocabulary. */
    @Test
    void checkpoint() throws IOException {
        damageFolders(5, TestCheckpoint.all(), INPUTS / 10, FuzzTest::describe);
    }

    @Test
    void peftAdapter() throws IOException {
        damageFolders(
                7,
                List.of(TestCheckpoint.adapter()),
                INPUTS / 20,
                adapter -> LoraFile.use(adapter, description -> description));
    }

    private void damageFolders(
            long seed, List<TestCheckpoint> models, int inputs, Consumer<Path> reader)
            throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        int loaded = 0;
        for (int i = 0; i < inputs; i++) {
            TestCheckpoint model = models.get(random.nextInt(models.size()));
            model.write(folder);
            List<String> names = model.names();
            String name = names.get(random.nextInt(names.size()));
            Files.write(folder.resolve(name), model.damaged(name, random));
            loaded += loads(() -> reader.accept(folder), folder, MAX_ALLOCATED_WITH_JSON) ? 1 : 0;
            clear();
        }
        assertThat(loaded).isBetween(inputs / 100, inputs * 9 / 10);
    }

    private static void describe(Path checkpoint) {
        try (ModelFile file = ModelFile.open(checkpoint)) {
            file.guard(file::description);
        }
    }

    private void clear() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean loads(Runnable reading, Path named, long maxAllocated) {
        boolean[] loaded = new boolean[1];
        long allocated =
                Allocations.during(() -> {
                    try {
                        reading.run();
                        loaded[0] = true;
                    } catch (TriglotException expected) {
                        assertThat(expected.getMessage()).contains(named.toString());
                    }
                });
        assertThat(allocated).isLessThan(maxAllocated);
        return loaded[0];
    }
}
