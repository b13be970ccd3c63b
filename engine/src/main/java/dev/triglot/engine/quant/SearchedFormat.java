package dev.triglot.engine.quant;

import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A block format whose scales are found by searching: those that make the weighted sum of squared
 * errors small, not those that happen to fit the extremes.
 */
abstract class SearchedFormat extends BlockFormat implements BlockEncoder {
    SearchedFormat(GgmlType type) {
        super(type);
    }

    @Override
    public final void quantize(
            float[] x,
            float @Nullable [] importance,
            Rounding rounding,
            int xOffset,
            MemorySegment blocks,
            long from,
            int n) {
        newEncoding(rounding)
                .encode(
                        x,
                        importance,
                        xOffset,
                        blocks,
                        from / blockSize * blockBytes,
                        n,
                        blockBytes);
    }

    /** Memory to encode blocks with, one after the other. */
    abstract Encoding newEncoding(Rounding rounding);

    /** A block's elements, their weights, and the search for its scales. */
    abstract static class Encoding {
        /** The block's elements. */
        final float[] x;

        /** How much the squared error of each counts. */
        final float[] w;

        private final int group;
        private final Emphasis emphasis;

        /**
         * @param size elements in a block
         * @param group elements that share a scale
         * @param emphasis what counts where nothing is known of the activations
         */
        Encoding(int size, int group, Emphasis emphasis) {
            this.x = new float[size];
            this.w = new float[size];
            this.group = group;
            this.emphasis = emphasis;
        }

        /** Finds scales and quants of the loaded elements, and writes the block. */
        abstract void encode(MemorySegment blocks, long at);

        /** Encodes n elements block by block. */
        final void encode(
                float[] from,
                float @Nullable [] importance,
                int offset,
                MemorySegment blocks,
                long at,
                int n,
                int blockBytes) {
            for (int i = 0; i < n / x.length; i++) {
                load(from, importance, offset + i * x.length);
                encode(blocks, at + (long) i * blockBytes);
            }
        }

        private void load(float[] from, float @Nullable [] importance, int offset) {
            System.arraycopy(from, offset, x, 0, x.length);
            if (importance == null) {
                for (int g = 0; g < x.length; g += group) {
                    emphasis.weigh(x, w, g, group);
                }
                return;
            }
            float meanSquare = Emphasis.meanSquare(x, 0, x.length);
            for (int i = 0; i < x.length; i++) {
                float magnitude = (float) Math.sqrt(meanSquare + x[i] * x[i]);
                w[i] = importance[offset + i] * magnitude;
            }
        }
    }
}
