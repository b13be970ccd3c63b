package dev.triglot.engine.kernel;

import dev.triglot.engine.quant.BlockCodecs;
import dev.triglot.engine.tensor.Tensor;

/** The operations of {@link Kernels} by their definitions, in double. */
final class DoubleReference {
    private DoubleReference() {}

    /** The tensor's exact values, [rows, columns]. */
    static float[] values(Tensor tensor) {
        float[] values = new float[tensor.rows() * tensor.columns()];
        BlockCodecs.of(tensor.type()).dequantize(tensor.data(), 0, values, 0, values.length);
        return values;
    }

    static double dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (double) a[aOffset + i] * b[bOffset + i];
        }
        return sum;
    }

    static double norm(float[] a, int offset, int n) {
        return Math.sqrt(dot(a, offset, a, offset, n));
    }

    static double[] softmax(double[] x) {
        double max = Double.NEGATIVE_INFINITY;
        for (double v : x) {
            max = Math.max(max, v);
        }
        double sum = 0;
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = Math.exp(x[i] - max);
            sum += y[i];
        }
        for (int i = 0; i < x.length; i++) {
            y[i] /= sum;
        }
        return y;
    }

    static double gelu(double x) {
        return 0.5 * x * (1 + erf(x / Math.sqrt(2)));
    }

    static double geluTanh(double x) {
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    static double silu(double x) {
        return x / (1 + Math.exp(-x));
    }

    /** The Maclaurin series, whose terms stay small enough up to 4; beyond, 1 is right to 2e-8. */
    static double erf(double x) {
        if (Math.abs(x) > 4) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 100; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    /** Output of one query head for one token: softmax(q K^T * scale + bias) V. */
    static double[] attend(AttentionTask task, float[] keys, float[] values, int head, int token) {
        int position = task.firstPosition + token;
        double[] scores = new double[position + 1];
        for (int p = 0; p <= position; p++) {
            double score =
                    dot(
                            task.q,
                            token * task.qStride + head * task.keyLength,
                            keys,
                            p * task.keyLength,
                            task.keyLength);
            double bias =
                    task.alibiSlopes == null ? 0 : (double) task.alibiSlopes[head] * (p - position);
            boolean visible = task.window == 0 || position - p < task.window;
            scores[p] = visible ? score * task.scale + bias : Double.NEGATIVE_INFINITY;
        }
        double[] weights = softmax(scores);
        double[] out = new double[task.valueLength];
        for (int p = 0; p <= position; p++) {
            for (int i = 0; i < task.valueLength; i++) {
                out[i] += weights[p] * values[p * task.valueLength + i];
            }
        }
        return out;
    }
}
