package dev.triglot.engine.kernel;

/** The Gaussian error linear unit (Hendrycks and Gimpel 2016), in double. */
final class Gelu {
    private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double SQRT_HALF = Math.sqrt(0.5);

    /**
     * Coefficients, lowest power first, of a polynomial p with erfc(x) = exp(-x^2) * t * p(t) for t
     * = 1 / (1 + 0.3 x): a Chebyshev fit for x in 0..7 with a relative error below 2e-10.
     */
    private static final double[] ERFC = {
        0.1692910130246,
        0.1685038347899,
        0.1690590005260,
        0.1033572950521,
        0.2878236475881,
        -0.3251605644549,
        0.8321473991718,
        -0.8960481320983,
        0.7783320013551,
        -0.3449298982603,
        0.0576244033832
    };

    private Gelu() {}

    /** x * Phi(x), Phi being the normal distribution. */
    static float exact(float x) {
        double distribution = 0.5 * erfc(Math.abs(x) * SQRT_HALF);
        return (float) (x * (x < 0 ? distribution : 1 - distribution));
    }

    /** The tanh form, "gelu_new". */
    static float tanh(float x) {
        double cubic = SQRT_2_OVER_PI * (x + 0.044715 * x * x * x);
        return (float) (x / (1 + Math.exp(-2 * cubic)));
    }

    /** The complementary error function of x at least 0. */
    static double erfc(double x) {
        double t = 1 / (1 + 0.3 * x);
        double p = 0;
        for (int i = ERFC.length - 1; i >= 0; i--) {
            p = p * t + ERFC[i];
        }
        return Math.exp(-x * x) * t * p;
    }
}
