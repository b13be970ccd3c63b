package dev.triglot.engine;

import dev.triglot.engine.io.Sha256;
import dev.triglot.engine.model.LoraDescription;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells models and adapters apart: SHA-256 of the architecture, the hyperparameters, and of each
 * tensor its name, type, shape and some of its bytes. Hashing all bytes would take as long as
 * loading.
 */
final class ModelFingerprint {
    private static final int SAMPLES = 4;
    private static final int SAMPLE_BYTES = 64;

    private ModelFingerprint() {}

    static byte[] of(ModelDescription description) {
        MessageDigest digest = Sha256.digest();
        text(digest, description.architecture() + " " + description.hyperparameters());
        List<Tensor> tensors =
                description.tensors().values().stream()
                        .sorted(Comparator.comparing(Tensor::name))
                        .toList();
        tensors.forEach(tensor -> add(digest, tensor));
        return digest.digest();
    }

    static byte[] of(LoraDescription adapter) {
        MessageDigest digest = Sha256.digest();
        text(digest, adapter.architecture());
        adapter.pairs().forEach((weight, pair) -> text(digest, weight + " " + pair.scale()));
        adapter.pairs().values().stream()
                .flatMap(pair -> Stream.of(pair.a(), pair.b()))
                .sorted(Comparator.comparing(Tensor::name))
                .forEach(tensor -> add(digest, tensor));
        return digest.digest();
    }

    /** A fingerprint of what it was of, together with an adapter. */
    static byte[] with(byte[] fingerprint, byte[] ofAdapter, float scale) {
        MessageDigest digest = Sha256.digest();
        digest.update(fingerprint);
        digest.update(ofAdapter);
        text(digest, Float.toString(scale));
        return digest.digest();
    }

    private static void add(MessageDigest digest, Tensor tensor) {
        text(
                digest,
                tensor.name()
                        + " "
                        + tensor.type()
                        + " "
                        + Arrays.toString(tensor.shape().dimensions()));
        sample(digest, tensor);
    }

    /** From rows and columns spread over the whole. */
    private static void sample(MessageDigest digest, Tensor tensor) {
        for (int i = 0; i < SAMPLES; i++) {
            MemorySegment row = tensor.row((int) ((tensor.rows() - 1L) * i / (SAMPLES - 1)));
            long size = Math.min(SAMPLE_BYTES, row.byteSize());
            long last = row.byteSize() - size;
            digest.update(row.asSlice(last * i / (SAMPLES - 1), size).asByteBuffer());
        }
    }

    private static void text(MessageDigest digest, String text) {
        digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
