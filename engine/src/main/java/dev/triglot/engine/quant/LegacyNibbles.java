package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.FLOAT;
import static dev.triglot.engine.quant.LittleEndian.INT;
import static dev.triglot.engine.quant.LittleEndian.LONG;
import static dev.triglot.engine.quant.LittleEndian.f16;
import static dev.triglot.engine.quant.Quads.NIBBLES;

import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The blocks of 4 and 5 bits that GGUF no longer has: what differs is data, not code.
 *
 * <pre>scale | min if affine | u32 if five bits: bit i is the fifth of element i | nibbles</pre>
 *
 * Elements are {@code (q - zero) * scale}, or {@code q * scale + min}. Interleaved nibbles: byte j
 * holds elements 2j (low) and 2j + 1; planar ones: j and j + 16. A block of 32 elements is one such
 * part, or two of 16.
 *
 * <p>Source: ggml.c of April and May 2023; the versions are ggml's quantization versions.
 */
public final class LegacyNibbles extends BlockFormat implements QuadFormat {
    private static final int EIGHTHS = 4;

    private final GgmlType type;
    private final boolean singleScales;
    private final boolean affine;
    private final boolean fiveBits;
    private final boolean interleaved;
    private final int parts;

    private LegacyNibbles(
            GgmlType type,
            boolean singleScales,
            boolean affine,
            boolean fiveBits,
            boolean interleaved,
            int parts) {
        super(type);
        this.type = type;
        this.singleScales = singleScales;
        this.affine = affine;
        this.fiveBits = fiveBits;
        this.interleaved = interleaved;
        this.parts = parts;
    }

    /** All of them. */
    public static List<LegacyNibbles> all() {
        return List.of(
                new LegacyNibbles(GgmlType.Q4_0_V0, true, false, false, true, 1),
                new LegacyNibbles(GgmlType.Q4_0_V1, true, false, false, false, 1),
                new LegacyNibbles(GgmlType.Q4_1_V0, true, true, false, true, 1),
                new LegacyNibbles(GgmlType.Q4_1_V1, true, true, false, false, 1),
                new LegacyNibbles(GgmlType.Q4_2, false, false, false, true, 2),
                new LegacyNibbles(GgmlType.Q4_3, false, true, false, true, 2),
                new LegacyNibbles(GgmlType.Q5_0_V0, false, false, true, true, 1),
                new LegacyNibbles(GgmlType.Q5_1_V0, false, true, true, true, 1));
    }

    public GgmlType type() {
        return type;
    }

    /** Whether scales and mins are f32; else f16. */
    public boolean singleScales() {
        return singleScales;
    }

    /** Whether there are mins; they follow the scales. */
    public boolean affine() {
        return affine;
    }

    public boolean fiveBits() {
        return fiveBits;
    }

    /** Parts of a block, each with a scale of its own at its beginning. */
    public int parts() {
        return parts;
    }

    public int partBytes() {
        return blockBytes / parts;
    }

    /**
     * Elements [8 eighth, 8 eighth + 8) of a block as unsigned bytes, the first one lowest.
     *
     * @param at of the block
     * @param eighth 0 to 3
     */
    public long codes(MemorySegment blocks, long at, int eighth) {
        int ofPart = EIGHTHS / parts;
        long part = at + (long) (eighth / ofPart) * partBytes();
        int index = eighth % ofPart;
        long quants = part + (long) scaleBytes() * (affine ? 2 : 1);
        long high = 0;
        if (fiveBits) {
            high = Quads.spreadBits((blocks.get(INT, quants) >>> (8 * index)) & 0xFF) << 4;
            quants += Integer.BYTES;
        }
        long low =
                interleaved
                        ? Long.expand(blocks.get(INT, quants + 4L * index), NIBBLES)
                        : (blocks.get(LONG, quants + 8L * (index % 2)) >>> (index / 2 * 4))
                                & NIBBLES;
        return low | high;
    }

    private int scaleBytes() {
        return singleScales ? Float.BYTES : Short.BYTES;
    }

    private int zero() {
        return affine ? 0 : fiveBits ? 16 : 8;
    }

    /** As {@link #zero}, but five bits without a sign would be too large for a quad. */
    private int quadZero() {
        return fiveBits ? 16 : zero();
    }

    private float scale(MemorySegment blocks, long at) {
        return singleScales ? blocks.get(FLOAT, at) : f16(blocks, at);
    }

    private float min(MemorySegment blocks, long at) {
        return affine ? scale(blocks, at + scaleBytes()) : 0;
    }

    @Override
    void dequantizeBlock(MemorySegment blocks, long at, float[] out, int outOffset) {
        for (int eighth = 0; eighth < EIGHTHS; eighth++) {
            long part = at + (long) (eighth * parts / EIGHTHS) * partBytes();
            float d = scale(blocks, part);
            float m = min(blocks, part);
            long codes = codes(blocks, at, eighth);
            for (int j = 0; j < Long.BYTES; j++, codes >>>= Byte.SIZE) {
                float value = ((int) (codes & 0xFF) - zero()) * d;
                out[outOffset + eighth * Long.BYTES + j] = affine ? value + m : value;
            }
        }
    }

    @Override
    public Groups groups() {
        return parts == 1 ? Groups.OF_32 : Groups.OF_16;
    }

    @Override
    public void unpack(
            MemorySegment blocks, long from, int n, long[] quads, float[] scales, float[] mins) {
        long base = from / blockSize * blockBytes;
        for (int b = 0; b < n / blockSize; b++) {
            long at = base + (long) b * blockBytes;
            for (int p = 0; p < parts; p++) {
                long part = at + (long) p * partBytes();
                float d = scale(blocks, part);
                scales[b * parts + p] = d;
                mins[b * parts + p] = (zero() - quadZero()) * d - min(blocks, part);
            }
            for (int eighth = 0; eighth < EIGHTHS; eighth++) {
                Quads.put(quads, b * 8 + 2 * eighth, codes(blocks, at, eighth), quadZero());
            }
        }
    }
}
