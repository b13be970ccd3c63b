package dev.triglot.engine.format;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.InvalidStateException;
import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.ModelWriteException;
import dev.triglot.engine.error.ModelWriteException.Reason;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Shape;
import dev.triglot.engine.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GgufWriterTest {
    @TempDir private Path folder;

    private static Map<String, MetadataValue> everyType() {
        Map<String, MetadataValue> values = new LinkedHashMap<>();
        values.put("general.architecture", MetadataValue.text("llama"));
        for (ValueType type : ValueType.values()) {
            if (type.isInteger()) {
                boolean signed = type.name().startsWith("INT");
                values.put("whole." + type, new MetadataValue.Whole(type, signed ? -7 : 200));
            }
        }
        values.put("large", new MetadataValue.Whole(ValueType.UINT64, -1));
        values.put("unsigned", MetadataValue.uint32(0xffff_ffffL));
        values.put("real32", MetadataValue.float32(-0.1f));
        values.put("real64", new MetadataValue.Real(ValueType.FLOAT64, Math.PI));
        values.put("flag", MetadataValue.flag(true));
        values.put("text", MetadataValue.text("žluťoučký\n😀"));
        values.put("ints", MetadataValue.Numbers.of(1, -2, 3));
        values.put("floats", MetadataValue.Numbers.of(0.5f, Float.MIN_VALUE));
        byte[] notUtf8 = {(byte) 0xff, 0, 'x'};
        values.put("texts", MetadataValue.Texts.of(List.of(notUtf8, new byte[0])));
        values.put("empty", MetadataValue.Texts.of(List.of()));
        return values;
    }

    private static TensorSource tensor(String name, GgmlType type, byte[] data, long... shape) {
        return new TensorSource(
                name, type, new Shape(shape), sink -> sink.write(MemorySegment.ofArray(data)));
    }

    private static byte[] random(int bytes) {
        byte[] data = new byte[bytes];
        new Random(bytes).nextBytes(data);
        return data;
    }

    private static GgufWriter oneTensor() {
        return new GgufWriter(everyType(), List.of(tensor("a", GgmlType.F32, random(8), 2)));
    }

    private static byte[] bytes(Tensor tensor) {
        return tensor.data().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32, 64, 4096})
    void readsBackWhatWasWritten(int alignment) throws IOException {
        Map<String, MetadataValue> metadata = everyType();
        metadata.put("general.alignment", MetadataValue.uint32(alignment));
        byte[] first = random(3 * 34);
        byte[] second = random(6 * 5 * 2);
        GgufWriter writer =
                new GgufWriter(
                        metadata,
                        List.of(
                                tensor("first", GgmlType.Q8_0, first, 96),
                                tensor("second", GgmlType.F16, second, 6, 5)));
        Path target = folder.resolve("model.gguf");
        writer.write(target);

        assertThat(names()).containsExactly("model.gguf");
        assertThat(target).hasSize(writer.size());
        try (ModelFile file = ModelFile.open(target)) {
            assertThat(file.format()).isEqualTo("GGUF v3");
            assertThat(file.metadata().values().keySet())
                    .containsExactlyElementsOf(metadata.keySet());
            assertThat(file.metadata().summaries())
                    .isEqualTo(new Metadata(target, metadata).summaries());
            MetadataValue.Texts texts = file.metadata().texts("texts");
            assertThat(requireNonNull(texts).bytes(0)).containsExactly(0xff, 0, 'x');
            assertThat(file.tensors()).extracting(Tensor::name).containsExactly("first", "second");
            assertThat(bytes(file.tensors().get(0))).isEqualTo(first);
            assertThat(bytes(file.tensors().get(1))).isEqualTo(second);
            assertThat(file.tensors().get(1).shape()).isEqualTo(new Shape(6, 5));
            assertThat(file.tensors().get(1).fileOffset() % alignment).isZero();
        }
    }

    /** Version 1 stores lengths in 32 bits, in arrays too. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void copiesFilesOfEachVersion(int version) throws IOException {
        Path source = folder.resolve("source.gguf");
        Path target = folder.resolve("target.gguf");
        Files.write(source, TestModels.llama(new GgufBuilder().version(version)).build());
        try (ModelFile file = ModelFile.open(source)) {
            new GgufWriter(
                            file.metadata().values(),
                            file.tensors().stream().map(TensorSource::of).toList())
                    .from(file)
                    .write(target);
        }
        assertThat(target).hasBinaryContent(TestModels.llama().build());
    }

    @Test
    void replacesAnEarlierResult() throws IOException {
        Path target = Files.writeString(folder.resolve("model.gguf"), "old");
        oneTensor().write(target);
        assertThat(target).hasSize(oneTensor().size());
    }

    @Test
    void leavesItsSourceAlone() throws IOException {
        Path source = Files.write(folder.resolve("source.gguf"), TestModels.llama().build());
        Path link = Files.createSymbolicLink(folder.resolve("link.gguf"), source);
        try (ModelFile file = ModelFile.open(source)) {
            GgufWriter writer = oneTensor().from(file);
            for (Path target : List.of(source, link)) {
                assertThatThrownBy(() -> writer.write(target))
                        .isInstanceOfSatisfying(
                                ModelWriteException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.TARGET_IS_SOURCE));
            }
        }
        assertThat(source).hasBinaryContent(TestModels.llama().build());
    }

    @Test
    void givesUpWhenTheSourceChanged() throws IOException {
        Path source = Files.write(folder.resolve("source.gguf"), TestModels.llama().build());
        try (ModelFile file = ModelFile.open(source)) {
            Files.writeString(source, "more", StandardOpenOption.APPEND);
            assertThatThrownBy(() -> oneTensor().from(file).write(folder.resolve("x.gguf")))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("changed while it was being read");
        }
        assertThat(names()).containsExactly("source.gguf");
    }

    @Test
    void givesUpWhenTheSourceShrank() throws IOException {
        Path source = folder.resolve("source.gguf");
        byte[] data = random(1 << 20);
        new GgufWriter(everyType(), List.of(tensor("a", GgmlType.I8, data, 1 << 20))).write(source);
        try (ModelFile file = ModelFile.open(source)) {
            try (FileChannel channel = FileChannel.open(source, StandardOpenOption.WRITE)) {
                channel.truncate(4096);
            }
            GgufWriter writer =
                    new GgufWriter(
                                    everyType(),
                                    file.tensors().stream().map(TensorSource::of).toList())
                            .from(file);
            assertThatThrownBy(() -> writer.write(folder.resolve("x.gguf")))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("changed while it was being read");
        }
        assertThat(names()).containsExactly("source.gguf");
    }

    @Test
    void stopsWhenTold() throws IOException {
        List<Long> heard = new ArrayList<>();
        byte[] data = random(9 << 20);
        GgufWriter writer =
                new GgufWriter(everyType(), List.of(tensor("a", GgmlType.I8, data, 9 << 20)))
                        .goOnWhile(bytes -> {
                            heard.add(bytes);
                            return bytes < data.length / 2;
                        });
        assertThatThrownBy(() -> writer.write(folder.resolve("model.gguf")))
                .isInstanceOfSatisfying(
                        InvalidStateException.class,
                        e -> assertThat(e.code()).isEqualTo("cancelled"));
        assertThat(heard).hasSize(3).isSorted();
        assertThat(names()).isEmpty();
    }

    @Test
    void stopsWhenInterrupted() throws IOException {
        try {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> oneTensor().write(folder.resolve("model.gguf")))
                    .isInstanceOfSatisfying(
                            InvalidStateException.class,
                            e -> assertThat(e.code()).isEqualTo("cancelled"));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void leavesNothingWhenASourceFails() throws IOException {
        TensorSource bad =
                new TensorSource(
                        "bad",
                        GgmlType.F32,
                        new Shape(2),
                        sink -> {
                            throw new UnsupportedModelException("no");
                        });
        assertThatThrownBy(() ->
                        new GgufWriter(everyType(), List.of(bad))
                                .write(folder.resolve("model.gguf")))
                .isInstanceOf(UnsupportedModelException.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void takesPartsInAnyOrderFromSeveralThreads() throws IOException {
        byte[] data = random(5 << 20);
        TensorSource.Content parts =
                sink -> {
                    MemorySegment all = MemorySegment.ofArray(data);
                    IntStream.range(0, 5)
                            .parallel()
                            .map(i -> 4 - i)
                            .forEach(
                                    i -> sink.write((long) i << 20, all.asSlice(i << 20, 1 << 20)));
                };
        Path target = folder.resolve("model.gguf");
        TensorSource whole = tensor("a", GgmlType.I8, data, data.length);
        TensorSource second = new TensorSource("b", GgmlType.I8, whole.shape(), parts);
        new GgufWriter(everyType(), List.of(whole, second)).write(target);
        try (ModelFile file = ModelFile.open(target)) {
            for (Tensor tensor : file.tensors()) {
                assertThat(tensor.data().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(data);
            }
        }
    }

    @Test
    void asksForRoomFirst() throws IOException {
        GgufWriter writer = oneTensor();
        Path target = folder.resolve("model.gguf");
        assertThatThrownBy(() -> writer.freeSpace(asked -> writer.size() - 1).write(target))
                .isInstanceOfSatisfying(
                        ModelWriteException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NO_SPACE))
                .hasMessageContaining("needs " + writer.size() + " bytes");
        assertThat(names()).isEmpty();
        writer.freeSpace(asked -> writer.size()).write(target);
        assertThat(target).exists();
    }

    @Test
    void namesATargetThatCannotBeWritten() {
        Path missing = folder.resolve("missing").resolve("model.gguf");
        assertThatThrownBy(() -> oneTensor().write(missing))
                .isInstanceOf(ModelWriteException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("folder does not exist");
        assertThatThrownBy(() -> oneTensor().write(folder))
                .isInstanceOf(ModelWriteException.class)
                .hasMessageContaining("is a directory");
    }

    @Test
    void aDeviceIsNotReplaced() {
        Path device = Path.of("/dev/null");
        assumeThat(device).exists();
        assertThatThrownBy(() -> oneTensor().write(device))
                .isInstanceOf(ModelWriteException.class)
                .hasMessageContaining("no regular file");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theDiskMayBecomeFull() throws IOException {
        Path part = Files.writeString(folder.resolve(".model.gguf.part"), "");
        FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
        try (AtomicFile file = new AtomicFile(folder.resolve("model.gguf"), part, full)) {
            assertThatThrownBy(() -> file.write(MemorySegment.ofArray(random(60))))
                    .isInstanceOfSatisfying(
                            ModelWriteException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.NO_SPACE))
                    .hasMessageContaining("model.gguf: the disk became full");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void removesWhatAKilledProcessLeft() throws IOException {
        String random = "0123456789abcdef";
        Files.writeString(folder.resolve(".model.gguf.1-" + random + ".part"), "left");
        String other = ".other.gguf.1-" + random + ".part";
        Files.writeString(folder.resolve(other), "another target's");
        String own = ".model.gguf." + ProcessHandle.current().pid() + "-" + random + ".part";
        Files.writeString(folder.resolve(own), "may still be growing");
        oneTensor().write(folder.resolve("model.gguf"));
        assertThat(names()).containsExactlyInAnyOrder("model.gguf", other, own);
    }

    @Test
    void refusesWhatNoReaderTakes() {
        TensorSource a = tensor("a", GgmlType.F32, random(8), 2);
        assertThatThrownBy(() -> new GgufWriter(Map.of(), List.of(a, a)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("occurs twice");
        assertThatThrownBy(() ->
                        new GgufWriter(
                                Map.of(), List.of(tensor("b", GgmlType.Q4_0, random(18), 33))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("no multiple of the block size 32");
        assertThatThrownBy(
                        () -> new GgufWriter(Map.of("k", new MetadataValue.Nested(1)), List.of(a)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("key k");
        assertThatThrownBy(() ->
                        new GgufWriter(
                                Map.of("general.alignment", MetadataValue.uint32(24)), List.of(a)))
                .hasMessageContaining("no power of two");
    }
}
