package dev.triglot.engine.kernel;

import static dev.triglot.engine.kernel.KeyValueType.F16;
import static dev.triglot.engine.kernel.KeyValueType.F32;
import static dev.triglot.engine.kernel.KeyValueType.Q8_0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;
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
            KeyValueType type,
            float scale) {}

    static Stream<Shape> cases() {
        return Stream.of(
                new Shape(1, 1, 64, 64, 0, 1, 0, false, F32, 1),
                new Shape(9, 3, 64, 64, 300, 1, 0, false, F16, 1),
                new Shape(9, 3, 64, 64, 0, 33, 0, false, F32, 1),
                new Shape(8, 2, 32, 32, 17, 9, 0, false, F16, 1),
                new Shape(8, 8, 32, 32, 1000, 2, 0, false, F32, 1),
                new Shape(4, 1, 128, 128, 70, 5, 0, false, F16, 1),
                new Shape(4, 4, 80, 48, 3, 64, 0, false, F32, 1),
                new Shape(4, 2, 100, 36, 31, 3, 0, false, F16, 1),
                new Shape(4, 2, 64, 64, 200, 8, 16, false, F32, 1),
                new Shape(4, 2, 64, 64, 0, 40, 8, false, F16, 1),
                new Shape(4, 2, 64, 64, 5, 3, 1, false, F32, 1),
                new Shape(6, 1, 32, 32, 90, 7, 0, true, F16, 1),
                new Shape(6, 1, 32, 32, 0, 64, 50, true, F32, 1),
                new Shape(8, 2, 256, 256, 12, 2, 0, true, F32, 1),
                new Shape(4, 2, 64, 64, 129, 9, 0, false, F16, 1e4f),
                new Shape(4, 2, 64, 64, 129, 9, 0, false, F32, 0),
                new Shape(8, 8, 64, 64, 700, 1, 0, false, Q8_0, 1),
                new Shape(9, 3, 64, 64, 250, 33, 0, false, Q8_0, 1),
                new Shape(4, 2, 100, 36, 520, 3, 0, false, Q8_0, 1),
                new Shape(3, 1, 80, 48, 250, 4, 100, false, Q8_0, 1),
                new Shape(5, 5, 128, 128, 600, 2, 300, true, F16, 1),
                new Shape(6, 1, 32, 32, 1000, 1, 0, true, F32, 1));
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
    default void chunksGiveTheSameBits(Shape shape) {
        AttentionTask task = new Attention(shape).task;
        int chunks = kernels().attentionChunks(task);
        Assumptions.assumeThat(chunks).isGreaterThan(1);
        Scratch scratch = new Scratch();
        kernels().attend(task, 0, shape.heads, 0, shape.tokens, scratch);
        float[] whole = task.out.clone();

        // As a run that begins later in its batch.
        int later = 3;
        task.firstToken = later;
        task.firstPosition -= later;
        task.q = shifted(task.q, later * task.qStride);
        task.out = shifted(whole, later * task.outStride);
        Arrays.fill(task.out, later * task.outStride, task.out.length, Attention.GUARD);
        for (int chunk = chunks - 1; chunk >= 0; chunk--) {
            for (int kvHead = 0; kvHead < shape.heads / shape.group; kvHead++) {
                kernels().attendChunk(task, kvHead, chunk, scratch);
            }
        }
        kernels().joinChunks(task, chunks, 0, 1);
        kernels().joinChunks(task, chunks, 1, shape.heads);
        assertThat(task.out).isEqualTo(shifted(whole, later * task.outStride));
    }

    private static float[] shifted(float[] x, int by) {
        float[] y = new float[x.length + by];
        System.arraycopy(x, 0, y, by, x.length);
        return y;
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
            task.type = shape.type;
            task.firstPosition = shape.firstPosition;
            task.tokens = shape.tokens;
            task.window = shape.window;
            task.scale = shape.scale / (float) Math.sqrt(shape.keyLength);
            task.keys = new MemorySegment[kvHeads];
            task.values = new MemorySegment[kvHeads];
            for (int head = 0; head < kvHeads; head++) {
                task.keys[head] = allocate(positions, shape.keyLength);
                task.values[head] = allocate(positions, shape.valueLength);
                for (int i = 0; i < positions; i++) {
                    float[] key = normals(shape.keyLength);
                    float[] value = normals(shape.valueLength);
                    shape.type.storeKey(task.keys[head], i, key.length, key, 0);
                    shape.type.storeValue(task.values[head], i, value.length, value, 0);
                }
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
            int positions = shape.firstPosition + shape.tokens;
            float[] keys = new float[positions * shape.keyLength];
            float[] values = new float[positions * shape.valueLength];
            float[] row = new float[Math.max(shape.keyLength, shape.valueLength)];
            for (int i = 0; i < positions; i++) {
                shape.type.readKey(task.keys[kvHead], i, shape.keyLength, row);
                System.arraycopy(row, 0, keys, i * shape.keyLength, shape.keyLength);
                shape.type.readValue(task.values[kvHead], i, shape.valueLength, row);
                System.arraycopy(row, 0, values, i * shape.valueLength, shape.valueLength);
            }
            return DoubleReference.attend(task, keys, values, head, token);
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
            float[] poison = new float[Math.max(shape.keyLength, shape.valueLength)];
            Arrays.fill(poison, Float.NaN);
            for (int head = 0; head < task.keys.length; head++) {
                for (int i = 0; i < end + SPARE_POSITIONS; i++) {
                    if (i < task.firstVisible(shape.firstPosition) || i >= end) {
                        shape.type.storeKey(task.keys[head], i, shape.keyLength, poison, 0);
                        shape.type.storeValue(task.values[head], i, shape.valueLength, poison, 0);
                    }
                }
            }
        }

        private float[] normals(int n) {
            float[] x = new float[n];
            for (int i = 0; i < n; i++) {
                x[i] = (float) random.nextGaussian();
            }
            return x;
        }

        private MemorySegment allocate(int positions, int width) {
            return Arena.ofAuto().allocate(shape.type.bytes(positions, width), 64);
        }
    }
}
