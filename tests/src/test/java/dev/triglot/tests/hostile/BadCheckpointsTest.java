package dev.triglot.tests.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.error.TriglotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Checkpoint folders that somebody or something has damaged. */
class BadCheckpointsTest {
    private static final Path CHECKPOINTS = Path.of("src/test/resources/checkpoints");
    private static final int INPUTS = Integer.getInteger("triglot.fuzz.inputs", 150);

    @TempDir private Path folder;

    private void copy(String checkpoint) throws IOException {
        try (Stream<Path> files = Files.list(CHECKPOINTS.resolve(checkpoint))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "llama3-tied | config.json | 'hidden_size': 32 | 'hidden_size': 34 | shape",
                "llama3-tied | config.json | 'hidden_size': 32 | 'hidden_size': 4611686018427387904 | hidden_size",
                "llama3-tied | config.json | 'num_hidden_layers': 2 | 'num_hidden_layers': 2000000000 | block_count",
                "llama3-tied | config.json | 'num_hidden_layers': 2 | 'num_hidden_layers': 1 | no place",
                "llama3-tied | config.json | 'num_key_value_heads': 1 | 'num_key_value_heads': 0 | num_key_value_heads",
                "llama3-tied | config.json | 'head_dim': 16 | 'head_dim': 15 | head_dim",
                "llama3-tied | config.json | 'rope_theta': 10000.0 | 'rope_theta': 1e999 | rope_theta",
                "llama3-tied | config.json | 'rope_type': 'llama3' | 'rope_type': 'longrope' | longrope",
                "llama3-tied | config.json | 'high_freq_factor': 4.0 | 'high_freq_factor': 1.0 | low_freq_factor",
                "llama3-tied | config.json | 'tie_word_embeddings': true | 'tie_word_embeddings': false | lm_head.weight",
                "llama3-tied | config.json | 'model_type': 'llama' | 'model_type': 'mamba' | mamba",
                "llama3-tied | config.json | 'rms_norm_eps': 1e-06 | 'rms_norm_eps': -1 | rms_norm_eps",
                "llama3-tied | tokenizer.json | 'type': 'BPE' | 'type': 'Unigram' | Unigram",
                "llama3-tied | tokenizer.json | 'ignore_merges': true | 'ignore_merges': true, 'x': } | no sound JSON",
                "llama3-tied | tokenizer.json | 'merges': [ | 'merges': [ 'one', | model.merges",
                "tinyllama-linear | model.safetensors.index.json | 00002-of-00002 | 00003-of-00002 | is missing",
                "tinyllama-linear | model.safetensors.index.json | model-00002-of-00002.safetensors | model-00001-of-00002.safetensors | though the index lists it",
                "tinyllama-linear | model.safetensors.index.json | 'weight_map': | 'weight_map': 7, 'other': | names no file",
                "gptj-vocab-merges | vocab.json | 'A': 32 | 'A': 1e99 | has no id",
                "gptj-vocab-merges | merges.txt | #version: 0.2 | one | line 1",
            })
    void isRefused(String checkpoint, String file, String from, String to, String problem)
            throws IOException {
        copy(checkpoint);
        Path damaged = folder.resolve(file);
        String text = Files.readString(damaged);
        assertThat(text).contains(from.replace('\'', '"'));
        Files.writeString(damaged, text.replace(from.replace('\'', '"'), to.replace('\'', '"')));
        assertThatThrownBy(() -> LanguageModel.open(folder).close())
                .isInstanceOf(TriglotException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(problem);
    }

    static List<String> bombs() {
        return List.of(
                "[".repeat(200_000),
                "{\"a\":".repeat(200_000),
                "{\"model_type\":\"llama\",\"hidden_size\":" + "9".repeat(500_000) + "}",
                "{\"" + "x".repeat(1_000_000) + "\":1}",
                "{\"a\":1,\"a\":2}",
                "\u0000".repeat(1000),
                "");
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void bombsDoNotGoOff(String json) throws IOException {
        List<String> files =
                List.of(
                        "config.json",
                        "tokenizer.json",
                        "tokenizer_config.json",
                        "generation_config.json");
        copy("llama3-tied");
        for (String name : files) {
            byte[] sound = Files.readAllBytes(folder.resolve(name));
            Files.writeString(folder.resolve(name), json);
            assertThatThrownBy(() -> LanguageModel.open(folder).close())
                    .isInstanceOf(TriglotException.class)
                    .hasMessageContaining(name);
            Files.write(folder.resolve(name), sound);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "llama3-tied, config.json",
        "llama3-tied, tokenizer.json",
        "llama3-tied, tokenizer_config.json",
        "llama2-float32, tokenizer.model",
        "gptj-vocab-merges, vocab.json",
        "gptj-vocab-merges, merges.txt",
        "gptj-vocab-merges, added_tokens.json",
        "tinyllama-linear, model.safetensors.index.json",
        "tinyllama-linear, tokenizer.json",
        "mpt-clamp, config.json",
    })
    void damageGivesAModelOrATypedError(String checkpoint, String file) throws IOException {
        copy(checkpoint);
        byte[] sound = Files.readAllBytes(folder.resolve(file));
        SplittableRandom random = new SplittableRandom(file.hashCode());
        int refused = 0;
        for (int i = 0; i < INPUTS; i++) {
            Files.write(folder.resolve(file), damage(sound, random));
            try {
                LanguageModel.open(folder).close();
            } catch (TriglotException expected) {
                assertThat(expected.getMessage()).contains(folder.toString());
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static byte[] damage(byte[] sound, SplittableRandom random) {
        byte[] bytes = sound.clone();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = "0123456789-e[]{},:\"".getBytes(UTF_8)[random.nextInt(19)];
                case 2 -> {
                    // A part is there twice, or lost.
                    int to = random.nextInt(bytes.length);
                    byte[] moved = Arrays.copyOf(bytes, at + bytes.length - to);
                    System.arraycopy(bytes, to, moved, at, bytes.length - to);
                    bytes = moved;
                }
                default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
            }
            bytes = bytes.length > 4 * sound.length || bytes.length == 0 ? sound.clone() : bytes;
        }
        return bytes;
    }
}
