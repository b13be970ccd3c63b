package dev.triglot.engine.kernel.vector;

import dev.triglot.engine.kernel.Activations;
import dev.triglot.engine.kernel.Scratch;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Weights of a few bits, multiplied as integers with activations of 8 bits.
 *
 * <p>Few tokens are multiplied straight from the packed lines, each with its own coefficients; for
 * more a tile is unpacked once and serves them all. Both give the same bits.
 */
final class IntegerMatrix extends PackedMatrix {
    /**
     * Columns that are summed before they are scaled: the largest block of a file, and as a tile 16
     * KB of shorts, half of the first-level cache.
     */
    private static final int CHUNK = 256;

    /**
     * The same for a few tokens, without a tile: what is kept per unit is far less than the lines
     * themselves, and a call of a kernel costs more than its shortest loops.
     */
    private static final int SLAB = 4 * CHUNK;

    /**
     * How a weight type is kept.
     *
     * @param blockColumns columns of a block in the file
     * @param blockBytes bytes of a block in the file
     */
    record Layout(int blockColumns, int blockBytes, Codes codes, Fields fields, Scales scales) {
        int codeBytes(int columns) {
            return columns / fields.unitColumns() * fields.unitBytes();
        }

        int scaleBytes(int columns) {
            return columns / blockColumns * scales.lines() * Group.LINE;
        }
    }

    private final Layout layout;
    private final Fields fields;
    private final Scales scales;

    /** Each group's lines of scales. */
    private final MemorySegment[] scaleLines;

    private final QuantizedInput.Form few;
    private final QuantizedInput.Form many;

    IntegerMatrix(Tensor tensor, Layout layout, Arena arena) {
        super(tensor, layout.codeBytes(tensor.columns()), arena);
        this.layout = layout;
        this.fields = layout.fields();
        this.scales = layout.scales();
        this.scaleLines = allocateGroups(layout.scaleBytes(columns), arena);
        this.few = new QuantizedInput.Form(fields.unitColumns(), fields);
        this.many = new QuantizedInput.Form(fields.unitColumns(), null);
        long[] codes = new long[Codes.LONGS];
        for (int row = 0; row < rows; row++) {
            pack(tensor, row, codes);
        }
    }

    private void pack(Tensor tensor, int row, long[] codes) {
        MemorySegment data = tensor.data();
        MemorySegment group = groups[row / Group.ROWS];
        MemorySegment lines = scaleLines[row / Group.ROWS];
        long at = row * tensor.type().rowBytes(columns);
        long lane = Group.lane(row % Group.ROWS);
        int packedBytes = Codes.COLUMNS / fields.unitColumns() * fields.unitBytes();
        for (int c = 0; c < columns; c += layout.blockColumns()) {
            long to = layout.codeBytes(c) + lane;
            for (int part = 0; part < layout.blockColumns() / Codes.COLUMNS; part++) {
                layout.codes().read(data, at, part, codes);
                fields.pack(codes, group, to);
                to += packedBytes;
            }
            scales.pack(data, at, lines, layout.scaleBytes(c) + lane);
            at += layout.blockBytes();
        }
    }

    @Override
    public long packedBytes() {
        return super.packedBytes() + (long) scaleLines.length * layout.scaleBytes(columns);
    }

    @Override
    public int scratchFloats(int tokens) {
        return 2 * minsAt(tokens);
    }

    /** Where the sums of mins follow the others. */
    private static int minsAt(int tokens) {
        return IntegerGemm.padded(tokens) * Group.ROWS;
    }

    @Override
    public Object form(int tokens) {
        return inputForm(tokens);
    }

    @Override
    public void prepare(Activations x, int tokenFrom, int tokenTo) {
        input(x).prepare(x, tokenFrom, tokenTo);
    }

    private static boolean few(int tokens) {
        return tokens <= QuantizedInput.FEW;
    }

    private QuantizedInput.Form inputForm(int tokens) {
        return few(tokens) ? few : many;
    }

    private QuantizedInput input(Activations x) {
        return QuantizedInput.of(x, inputForm(x.tokens()));
    }

    @Override
    public void multiply(
            Activations x, float[] y, int yOffset, int rowFrom, int rowTo, Scratch scratch) {
        int tokens = x.tokens();
        QuantizedInput input = input(x);
        float[] sums = scratch.floats(scratchFloats(tokens));
        for (int g = rowFrom / Group.ROWS; g * Group.ROWS < rowTo; g++) {
            Arrays.fill(sums, 0, scratchFloats(tokens), 0);
            if (few(tokens)) {
                for (int c = 0; c < columns; c += SLAB) {
                    int n = Math.min(SLAB, columns - c);
                    addLines(g, c, n, input, tokens, sums, scratch);
                }
            } else {
                for (int c = 0; c < columns; c += CHUNK) {
                    addTile(g, c, Math.min(CHUNK, columns - c), input, tokens, sums, scratch);
                }
            }
            if (scales.affine()) {
                addMins(sums, minsAt(tokens));
            }
            store(sums, g, tokens, y, yOffset);
        }
    }

    private static void addMins(float[] sums, int n) {
        for (int i = 0; i < n; i++) {
            sums[i] += sums[n + i];
        }
    }

    /** Columns [from, from + n) of a group, straight from the lines. */
    private void addLines(
            int g,
            int from,
            int n,
            QuantizedInput input,
            int tokens,
            float[] sums,
            Scratch scratch) {
        int units = n / fields.unitColumns();
        short[] exact = scratch.shorts(units * Group.ROWS);
        for (int t = 0; t < tokens; t++) {
            int unit = (t * columns + from) / fields.unitColumns();
            fields.dot(
                    groups[g],
                    layout.codeBytes(from),
                    units,
                    input.multipliers,
                    unit * fields.coefficients().size(),
                    input.zeros,
                    unit,
                    exact);
            int to = t * Group.ROWS;
            scales.add(
                    scaleLines[g],
                    layout.scaleBytes(from),
                    n / layout.blockColumns(),
                    exact,
                    input,
                    unit,
                    sums,
                    to,
                    minsAt(tokens) + to,
                    scratch);
        }
    }

    /** Columns [from, from + n) of a group, through a tile. */
    private void addTile(
            int g,
            int from,
            int n,
            QuantizedInput input,
            int tokens,
            float[] sums,
            Scratch scratch) {
        int units = n / fields.unitColumns();
        float[] expanded = unpackScales(g, from, n, scratch);
        int tileSize = n * Group.ROWS;
        int stride = units * Group.ROWS;
        short[] tile = scratch.shorts(tileSize + IntegerGemm.TOKENS * stride);
        fields.unpack(groups[g], layout.codeBytes(from), units, tile);
        for (int t = 0; t < tokens; t += IntegerGemm.TOKENS) {
            IntegerGemm.multiply(
                    tile,
                    units,
                    fields.unitColumns(),
                    input.multipliers,
                    t * columns + from * IntegerGemm.TOKENS,
                    tile,
                    tileSize,
                    stride);
            for (int i = 0; i < IntegerGemm.TOKENS; i++) {
                int unit = ((t + i) * columns + from) / fields.unitColumns();
                int to = (t + i) * Group.ROWS;
                int sum = tileSize + i * stride;
                ScaledSums.add(tile, sum, expanded, 0, units, input.scales, unit, sums, to);
                if (scales.affine()) {
                    int minsTo = minsAt(tokens) + to;
                    ScaledSums.addMins(expanded, stride, units, input.totals, unit, sums, minsTo);
                }
            }
        }
    }

    /** Scales of [n / unitColumns][32] from 0, then as many mins. */
    private float[] unpackScales(int g, int from, int n, Scratch scratch) {
        int size = n / fields.unitColumns() * Group.ROWS;
        float[] out = scratch.moreFloats(2 * size);
        int blocks = n / layout.blockColumns();
        scales.unpack(scaleLines[g], layout.scaleBytes(from), blocks, out, size);
        return out;
    }
}
