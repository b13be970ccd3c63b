package dev.triglot.engine.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Every tensor type that ggml has numbered, with its block layout.
 *
 * <p>Source: {@code ggml.h} and the GGUF specification. Removed numbers (4, 5, 31-33, 36-38) are
 * not listed: no GGUF file may hold them. Block layouts of older files follow at the end. A type is
 * known so that a file can be inspected; whether it can be computed with is another question (see
 * {@code quant}).
 */
public enum GgmlType {
    F32(0, 1, 4),
    F16(1, 1, 2),
    Q4_0(2, 32, 18),
    Q4_1(3, 32, 20),
    Q5_0(6, 32, 22),
    Q5_1(7, 32, 24),
    Q8_0(8, 32, 34),
    Q8_1(9, 32, 36),
    Q2_K(10, 256, 84),
    Q3_K(11, 256, 110),
    Q4_K(12, 256, 144),
    Q5_K(13, 256, 176),
    Q6_K(14, 256, 210),
    Q8_K(15, 256, 292),
    IQ2_XXS(16, 256, 66),
    IQ2_XS(17, 256, 74),
    IQ3_XXS(18, 256, 98),
    IQ1_S(19, 256, 50),
    IQ4_NL(20, 32, 18),
    IQ3_S(21, 256, 110),
    IQ2_S(22, 256, 82),
    IQ4_XS(23, 256, 136),
    I8(24, 1, 1),
    I16(25, 1, 2),
    I32(26, 1, 4),
    I64(27, 1, 8),
    F64(28, 1, 8),
    IQ1_M(29, 256, 56),
    BF16(30, 1, 2),
    TQ1_0(34, 256, 54),
    TQ2_0(35, 256, 66),
    MXFP4(39, 32, 17),
    NVFP4(40, 64, 36),

    // Blocks of files from before GGUF, which has no numbers for them: V0 and V1 are the
    // quantization versions that had them first. See quant's LegacyNibbles.
    Q4_0_V0(GgmlType.NOT_IN_GGUF, 32, 20),
    Q4_0_V1(GgmlType.NOT_IN_GGUF, 32, 20),
    Q4_1_V0(GgmlType.NOT_IN_GGUF, 32, 24),
    Q4_1_V1(GgmlType.NOT_IN_GGUF, 32, 24),
    /** Two blocks of 16: all that computes works on 32. */
    Q4_2(GgmlType.NOT_IN_GGUF, 32, 20),
    /** Two blocks of 16. */
    Q4_3(GgmlType.NOT_IN_GGUF, 32, 24),
    Q5_0_V0(GgmlType.NOT_IN_GGUF, 32, 22),
    Q5_1_V0(GgmlType.NOT_IN_GGUF, 32, 24),
    Q8_0_V0(GgmlType.NOT_IN_GGUF, 32, 36);

    private static final int NOT_IN_GGUF = -1;

    private static final @Nullable GgmlType[] BY_ID = new @Nullable GgmlType[64];

    static {
        for (GgmlType type : values()) {
            if (type.inGguf()) {
                BY_ID[type.id] = type;
            }
        }
    }

    private final int id;
    private final int blockSize;
    private final int blockBytes;

    GgmlType(int id, int blockSize, int blockBytes) {
        this.id = id;
        this.blockSize = blockSize;
        this.blockBytes = blockBytes;
    }

    /** The type with this number, or null where ggml has none or has removed it. */
    public static @Nullable GgmlType byId(int id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
    }

    /** The number in files; -1 where GGUF has none. */
    public int id() {
        return id;
    }

    /** Whether a GGUF file may hold it. */
    public boolean inGguf() {
        return id != NOT_IN_GGUF;
    }

    /** Elements in a block; a row holds whole blocks. */
    public int blockSize() {
        return blockSize;
    }

    /** Bytes of a block. */
    public int blockBytes() {
        return blockBytes;
    }

    /**
     * Bytes of a row of {@code columns} elements.
     *
     * @throws ArithmeticException if the result exceeds 2^63 - 1
     */
    public long rowBytes(long columns) {
        return Math.multiplyExact(columns / blockSize, blockBytes);
    }
}
