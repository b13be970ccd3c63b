package dev.triglot.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What attention of all implementations must keep. */
interface AttentionContract {
    String CASES = "dev.triglot.engine.kernel.AttentionContract#cases";

    Kernels kernels();

    /**
     * A shape of attention.
     *
     * @param scale how sharp the softmax is, times 1 / sqrt(keyLength)
     */
    record Shape(
            int heads,
            int group,
            int keyLength,
            int valueLength,
            int firstPosition,
            int tokens,
            int window,
            boolean alibi,
            boolean halfPrecision,
            float scale) {}

    static Stream<Shape> cases() {
        return Stream.of(
                new Shape(1, 1, 64, 64, 0, 1, 0, false, false, 1),
                new Shape(9, 3, 64, 64, 300, 1, 0, false, true, 1),
                new Shape(9, 3, 64, 64, 0, 33, 0, false, false, 1),
                new Shape(8, 2, 32, 32, 17, 9, 0, false, true, 1),
                new Shape(8, 8, 32, 32, 1000, 2, 0, false, false, 1),
                new Shape(4, 1, 128, 128, 70, 5, 0, false, true, 1),
                new Shape(4, 4, 80, 48, 3, 64, 0, false, false, 1),
                new Shape(4, 2, 100, 36, 31, 3, 0, false, true, 1),
                new Shape(4, 2, 64, 64, 200, 8, 16, false, false, 1),
                new Shape(4, 2, 64, 64, 0, 40, 8, false, true, 1),
                new Shape(4, 2, 64, 64, 5, 3, 1, false, false, 1),
                new Shape(6, 1, 32, 32, 90, 7, 0, true, true, 1),
                new Shape(6, 1, 32, 32, 0, 64, 50, true, false, 1),
                new Shape(8, 2, 256, 256, 12, 2, 0, true, false, 1),
                new Shape(4, 2, 64, 64, 129, 9, 0, false, true, 1e4f),
                new Shape(4, 2, 64, 64, 129, 9, 0, false, false, 0));
    }

    @ParameterizedTest
    @MethodSource(CASES)
    default void equalsTheDefinition(Shape shape) {
        Attention attention = new Attention(shape);
        kernels().attend(attention.task, 0, shape.heads, 0, shape.tokens, new Scratch());
        double sharpness = Math.max(1, shape.scale);
        for (int token = 0; token < shape.tokens; token++) {
            for (int head = 0; head < shape.heads; head++) {
                double[] expected = attention.expected(head, token);
                for (int i = 0; i < shape.valueLength; i++) {
                    assertThat((double) attention.out(head, token, i))
                            .as("head %d, token %d, element %d", head, token, i)
                            .isCloseTo(expected[i], within(1e-5 * sharpness));
                }
            }
        }
        attention.assertGuards();
    }

    @ParameterizedTest
    @MethodSource(CASES)
    default void headAndTokenRangesGiveTheSameBits(Shape shape) {
        Attention attention = new Attention(shape);
        AttentionTask task = attention.task;
        Scratch scratch = new Scratch();
        kernels().attend(task, 0, shape.heads, 0, shape.tokens, scratch);
        float[] whole = task.out.clone();

        attention.clearOut();
        for (int token = shape.tokens - 1; token >= 0; token--) {
            kernels().attend(task, 0, shape.heads, token, token + 1, scratch);
        }
        assertThat(task.out).as("token by token").isEqualTo(whole);

        attention.clearOut();
        for (int head = shape.heads - 1; head >= 0; head--) {
            kernels().attend(task, head, head + 1, 0, shape.tokens, scratch);
        }
        assertThat(task.out).as("head by head").isEqualTo(whole);
    }

    @ParameterizedTest
    @MethodSource(CASES)
    default void nothingBeyondATokensPositionIsRead(Shape shape) {
        Attention attention = new Attention(shape);
        kernels().attend(attention.task, 0, shape.heads, 0, shape.tokens, new Scratch());
        float[] clean = attention.task.out.clone();

        attention.clearOut();
        attention.poisonInvisiblePositions();
        kernels().attend(attention.task, 0, shape.heads, 0, shape.tokens, new Scratch());

        assertThat(attention.task.out).isEqualTo(clean);
    }

    @ParameterizedTest
    @MethodSource(CASES)
    default void attendingAllocatesNothingOnceWarm(Shape shape) {
        Attention attention = new Attention(shape);
        Scratch scratch = new Scratch();
        int tokens = Math.min(3, shape.tokens);
        AllocationMeter.assertEventuallyNone(
                () -> kernels().attend(attention.task, 0, shape.heads, 0, tokens, scratch));
    }

    /** A filled task; q and out are slices of wider rows, as with a fused projection. */
    final class Attention {
        private static final int SPARE_POSITIONS = 5;
        private static final int PADDING = 11;
        private static final float GUARD = -7.75f;
        private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
        private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

        final AttentionTask task = new AttentionTask();
        private final Shape shape;
        private final Random random = new Random(7);

        Attention(Shape shape) {
            this.shape = shape;
            int positions = shape.firstPosition + shape.tokens + SPARE_POSITIONS;
            int kvHeads = shape.heads / shape.group;
            task.keyLength = shape.keyLength;
            task.valueLength = shape.valueLength;
            task.qStride = shape.heads * shape.keyLength + PADDING;
            task.outStride = shape.heads * shape.valueLength + PADDING;
            task.q = normals(shape.tokens * task.qStride);
            task.out = new float[shape.tokens * task.outStride];
            task.group = shape.group;
            task.halfPrecision = shape.halfPrecision;
            task.firstPosition = shape.firstPosition;
            task.tokens = shape.tokens;
            task.window = shape.window;
            task.scale = shape.scale / (float) Math.sqrt(shape.keyLength);
            task.keys = new MemorySegment[kvHeads];
            task.values = new MemorySegment[kvHeads];
            for (int head = 0; head < kvHeads; head++) {
                task.keys[head] = segment(normals(positions * shape.keyLength));
                task.values[head] = segment(normals(positions * shape.valueLength));
            }
            if (shape.alibi) {
                float[] slopes = new float[shape.heads];
                for (int head = 0; head < shape.heads; head++) {
                    slopes[head] = (float) Math.pow(2, -8.0 * (head + 1) / shape.heads);
                }
                task.alibiSlopes = slopes;
            }
            clearOut();
        }

        void clearOut() {
            Arrays.fill(task.out, GUARD);
        }

        float out(int head, int token, int i) {
            return task.out[token * task.outStride + head * task.valueLength + i];
        }

        double[] expected(int head, int token) {
            int kvHead = head / task.group;
            return DoubleReference.attend(
                    task, floats(task.keys[kvHead]), floats(task.values[kvHead]), head, token);
        }

        void assertGuards() {
            int width = task.outStride - PADDING;
            for (int i = 0; i < task.out.length; i++) {
                if (i % task.outStride >= width) {
                    assertThat(task.out[i]).as("out[%d]", i).isEqualTo(GUARD);
                }
            }
        }

        /** Makes positions NaN that the window hides from all tokens, and those not yet written. */
        void poisonInvisiblePositions() {
            int end = shape.firstPosition + shape.tokens;
            for (int head = 0; head < task.keys.length; head++) {
                for (int i = 0; i < end + SPARE_POSITIONS; i++) {
                    if (i < task.firstVisible(shape.firstPosition) || i >= end) {
                        poison(task.keys[head], i, shape.keyLength);
                        poison(task.values[head], i, shape.valueLength);
                    }
                }
            }
        }

        private void poison(MemorySegment rows, int position, int width) {
            int bytes = shape.halfPrecision ? Short.BYTES : Float.BYTES;
            rows.asSlice((long) position * width * bytes, (long) width * bytes).fill((byte) 0xFF);
        }

        private float[] normals(int n) {
            float[] x = new float[n];
            for (int i = 0; i < n; i++) {
                x[i] = (float) random.nextGaussian();
            }
            return x;
        }

        private MemorySegment segment(float[] x) {
            int bytes = shape.halfPrecision ? Short.BYTES : Float.BYTES;
            MemorySegment segment = Arena.ofAuto().allocate((long) x.length * bytes, 64);
            for (int i = 0; i < x.length; i++) {
                if (shape.halfPrecision) {
                    segment.setAtIndex(SHORT, i, Float.floatToFloat16(x[i]));
                } else {
                    segment.setAtIndex(FLOAT, i, x[i]);
                }
            }
            return segment;
        }

        private float[] floats(MemorySegment segment) {
            if (!shape.halfPrecision) {
                return segment.toArray(FLOAT);
            }
            short[] halves = segment.toArray(SHORT);
            float[] x = new float[halves.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = Float.float16ToFloat(halves[i]);
            }
            return x;
        }
    }
}
