package dev.triglot.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Shape;
import dev.triglot.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufReaderTest {
    private static final int F32 = GgmlType.F32.id();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void readsEveryVersion(int version) {
        GgufFile file =
                TestModels.open(
                        new GgufBuilder()
                                .version(version)
                                .text("a", "text")
                                .texts("b", List.of("x", "", "yz"))
                                .tensor("t", GgmlType.Q8_0, 64, 3)
                                .tensor("u", GgmlType.F32, 5));

        assertThat(file.format()).isEqualTo("GGUF v" + version);
        assertThat(file.metadata().text("a")).isEqualTo("text");
        assertThat(file.metadata().summaries()).containsEntry("b", "[\"x\", \"\", \"yz\"]");
        Tensor t = file.tensors().getFirst();
        assertThat(t.name()).isEqualTo("t");
        assertThat(t.type()).isEqualTo(GgmlType.Q8_0);
        assertThat(t.shape()).isEqualTo(new Shape(64, 3));
        assertThat(t.data().byteSize()).isEqualTo(2 * 34 * 3);
        assertThat(t.fileOffset() % 32).isZero();
        assertThat(file.tensors().getLast().fileOffset()).isEqualTo(t.fileOffset() + 224);
    }

    @ParameterizedTest
    @CsvSource({
        "UINT8, 0xff, 255",
        "INT8, 0xff, -1",
        "UINT16, 0xffff, 65535",
        "INT16, 0xfffe, -2",
        "UINT32, 0xffffffff, 4294967295",
        "INT32, 0xffffffff, -1",
        "FLOAT32, 0x3fc00000, 1.5",
        "BOOL, 1, true",
        "UINT64, -1, 18446744073709551615",
        "INT64, -1, -1",
        "FLOAT64, 0x3fd5555555555555, 0.3333333333333333",
    })
    void readsEveryScalarType(ValueType type, String bits, String summary) {
        long value = Long.decode(bits);
        Metadata metadata = TestModels.open(new GgufBuilder().number("n", type, value)).metadata();
        assertThat(metadata.summaries()).containsEntry("n", summary);
        assertThat(typeName(metadata, "n")).isEqualTo(type.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "UINT8, 254, 254",
        "INT8, 254, -2",
        "UINT16, 65534, 65534",
        "INT16, 65534, -2",
        "UINT32, 4294967294, 4294967294",
        "INT32, 4294967294, -2",
        "FLOAT32, 0x3fc00000, 1.5",
        "BOOL, 1, 1",
        "UINT64, 7, 7",
        "INT64, -7, -7",
        "FLOAT64, 0x3ff8000000000000, 1.5",
    })
    void readsEveryArrayType(ValueType type, String bits, String element) {
        long value = Long.decode(bits);
        Metadata metadata =
                TestModels.open(
                                new GgufBuilder()
                                        .array(
                                                "n",
                                                type,
                                                2,
                                                out -> {
                                                    out.number(type, value);
                                                    out.number(type, value);
                                                }))
                        .metadata();
        assertThat(metadata.summaries()).containsEntry("n", "[" + element + ", " + element + "]");
        assertThat(typeName(metadata, "n")).isEqualTo(type + "[2]");
    }

    @Test
    void readsPastNestedArrays() {
        GgufBuilder builder =
                new GgufBuilder()
                        .array(
                                "nested",
                                ValueType.ARRAY,
                                2,
                                out -> {
                                    out.i32(ValueType.STRING.id());
                                    out.length(1);
                                    out.string(new byte[3]);
                                    out.i32(ValueType.UINT16.id());
                                    out.length(2);
                                    out.i32(0);
                                })
                        .text("after", "found");
        Metadata metadata = TestModels.open(builder).metadata();
        assertThat(metadata.text("after")).isEqualTo("found");
        assertThat(typeName(metadata, "nested")).isEqualTo("array[2]");
    }

    @Test
    void refusesArraysNestedTooDeep() {
        GgufBuilder builder =
                new GgufBuilder()
                        .value(
                                "deep",
                                ValueType.ARRAY,
                                out -> {
                                    for (int i = 0; i < 20_000; i++) {
                                        out.i32(ValueType.ARRAY.id());
                                        out.length(1);
                                    }
                                });
        assertRefused(builder, "key deep nests arrays more than 4 deep");
    }

    @Test
    void namesTheOffsetOfTheValueThatIsWrong() {
        // magic, version and two counts take 24 bytes, the key 9
        assertRefused(
                new GgufBuilder().value("a", 77, out -> {}),
                "test.gguf: offset 33: key a has value type 77, known are 0 to 12");
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 1_000, 1L << 32, 1L << 61, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void refusesCountsThatTheFileCannotHold(long count) {
        assertRefused(new GgufBuilder().counts(0, count), "the key count is");
        assertRefused(new GgufBuilder().counts(count, 0), "the tensor count is");
        assertRefused(
                new GgufBuilder().array("a", ValueType.FLOAT64, count, out -> {}),
                "the element count of key a is");
        assertRefused(
                new GgufBuilder().array("a", ValueType.STRING, count, out -> {}),
                "the element count of key a is");
        assertRefused(
                new GgufBuilder().array("a", ValueType.ARRAY, count, out -> {}),
                "the element count of key a is");
        assertRefused(
                new GgufBuilder().value("a", ValueType.STRING, out -> out.i64(count)),
                "the length of key a is");
        assertRefused(
                new GgufBuilder().array("a", ValueType.STRING, 1, out -> out.i64(count)), "key a");
    }

    @Test
    void refusesWhatNoFormatAllows() {
        assertRefused(new GgufBuilder().text("a", "b").duplicate("a", 1), "key a occurs twice");
        assertRefused(new GgufBuilder().text("a\u001b[2J", ""), "control characters");
        assertRefused(new GgufBuilder().text("", ""), "is empty");
        assertRefused(new GgufBuilder().number("a", ValueType.BOOL, 2), "boolean with value 2");
        assertRefused(
                new GgufBuilder().tensor("a\nb", GgmlType.F32, 1), "tensor a\\nb is empty or has");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 32, 64, 4096})
    void placesDataAtTheAlignment(int alignment) {
        GgufFile file =
                TestModels.open(
                        new GgufBuilder()
                                .alignment(alignment)
                                .tensor("t", GgmlType.F32, 3)
                                .tensor("u", GgmlType.F32, 3));
        assertThat(file.tensors()).allMatch(tensor -> tensor.fileOffset() % alignment == 0);
    }

    @Test
    void refusesBadAlignments() {
        String key = "general.alignment";
        assertRefused(new GgufBuilder().uint32(key, 0), "is 0, allowed is 1 to 1048576");
        assertRefused(new GgufBuilder().uint32(key, 48), "no power of two");
        assertRefused(new GgufBuilder().uint32(key, 1L << 31), "is 2147483648");
        assertRefused(new GgufBuilder().text(key, "32"), "holds string, expected an integer");
        assertRefused(new GgufBuilder().float32(key, 32), "holds float32, expected an integer");
    }

    @Test
    void allowsAnyIntegerTypeForTheAlignment() {
        byte[] model =
                new GgufBuilder()
                        .number("general.alignment", ValueType.INT8, 32)
                        .tensor("t", GgmlType.F32, 1)
                        .build();
        assertThat(TestModels.open(model).tensors()).hasSize(1);
    }

    @Test
    void refusesTensorsThatCannotBe() {
        assertRefused(tensor(F32, 0, 0), "has a dimension outside");
        assertRefused(tensor(F32, 0, 4, -4), "has a dimension outside");
        assertRefused(tensor(F32, 0, 1L << 31), "has a dimension outside");
        assertRefused(tensor(F32, 0, 1 << 30, 1 << 30), "end beyond the file");
        assertRefused(tensor(F32, 0, 1 << 30, 1 << 30, 1 << 30), "is too large");
        assertRefused(tensor(F32, 0, 1, 1 << 30, 1 << 30), "is too large");
        assertRefused(tensor(GgmlType.Q4_0.id(), 0, 16), "no multiple of the block size 32");
        assertRefused(tensor(F32, 16, 1), "no multiple of the alignment 32");
        assertRefused(tensor(F32, 1 << 20, 1), "end beyond the file");
        assertRefused(tensor(F32, -32, 1), "offset 18446744073709551584");
        assertRefused(tensor(F32, 0, 4, 4, 4, 4, 4), "5 dimensions, allowed are 1 to 4");
        assertRefused(tensor(F32, 0, new long[0]), "0 dimensions, allowed are 1 to 4");
        assertRefused(tensor(F32, 0, 1).claim("t", F32, 32, 1), "tensor t: occurs twice");
        assertRefused(tensor(F32, 64, 1), "leaves a hole behind the start of the data");
    }

    @Test
    void refusesTensorsThatOverlapOrLeaveHoles() {
        assertRefused(
                new GgufBuilder().claim("a", F32, 0, 16).claim("b", F32, 32, 1).padding(128),
                "tensor b: data offset 32 overlaps a, which ends at 64");
        assertRefused(
                new GgufBuilder().claim("a", F32, 64, 1).claim("b", F32, 0, 1).padding(128),
                "tensor a: data offset 64 leaves a hole behind b, which ends at 32");
    }

    @Test
    void acceptsTensorsInAnyOrder() {
        GgufFile file =
                TestModels.open(
                        new GgufBuilder()
                                .claim("a", F32, 32, 1)
                                .claim("b", F32, 0, 1)
                                .padding(128));
        assertThat(file.tensors()).extracting(Tensor::name).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 31, 36, 41, 63, 64, 999, -1, Integer.MIN_VALUE})
    void refusesUnknownTensorTypes(int type) {
        assertThatThrownBy(() -> TestModels.open(tensor(type, 0, 32)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("tensor t")
                .hasMessageContaining(Integer.toUnsignedString(type));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 99, -1})
    void refusesUnknownVersions(int version) {
        assertThatThrownBy(() -> TestModels.open(withVersion(version)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("versions 1 to 3");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void namesBigEndianFiles(int version) {
        assertThatThrownBy(() -> TestModels.open(withVersion(Integer.reverseBytes(version))))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("big-endian");
    }

    private static String typeName(Metadata metadata, String key) {
        return Objects.requireNonNull(metadata.values().get(key)).typeName();
    }

    private static byte[] withVersion(int version) {
        byte[] bytes = new GgufBuilder().build();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, version);
        return bytes;
    }

    private static GgufBuilder tensor(int type, long offset, long... dimensions) {
        return new GgufBuilder().claim("t", type, offset, dimensions).padding(1024);
    }

    private static void assertRefused(GgufBuilder builder, String message) {
        assertThatThrownBy(() -> TestModels.open(builder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith("test.gguf: ")
                .hasMessageContaining(message);
    }
}
