package dev.triglot.engine.kernel;

import dev.triglot.engine.error.InvalidArgumentException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the implementation of {@link Kernels}, once per JVM: the widest vectors that the machine
 * has, or what {@code -Dtriglot.kernels} names.
 */
public final class KernelSelector {
    /** The system property that forces a choice. */
    public static final String PROPERTY = "triglot.kernels";

    private static final String CHOICES =
            "auto, reference, scalar, vector128, vector256, vector512";
    private static final String VECTOR = "vector";
    private static final int NARROWEST = 128;
    private static final Logger LOG = System.getLogger("dev.triglot.engine");

    private KernelSelector() {}

    /**
     * The kernels of this JVM.
     *
     * @throws InvalidArgumentException if the property names none, or none that runs here
     */
    public static Kernels kernels() {
        if (Holder.KERNELS == null) {
            throw new InvalidArgumentException(Holder.PROBLEM);
        }
        return Holder.KERNELS;
    }

    /** Constants to the compiler, so that calls of the one implementation are inlined. */
    private static final class Holder {
        static final @Nullable Kernels KERNELS;
        static final String PROBLEM;

        static {
            Kernels kernels = null;
            String problem = "";
            try {
                kernels =
                        select(
                                System.getProperty(PROPERTY, "auto"),
                                JvmFeatures.current(),
                                VectorProvider.find());
            } catch (InvalidArgumentException e) {
                problem = String.valueOf(e.getMessage());
            }
            KERNELS = kernels;
            PROBLEM = problem;
        }
    }

    /**
     * The kernels for a choice.
     *
     * @param vectors null where the Vector API's module is missing
     */
    static Kernels select(String choice, JvmFeatures jvm, @Nullable VectorProvider vectors) {
        return switch (choice) {
            case "auto" -> automatic(jvm, vectors);
            case "reference" -> new ReferenceKernels();
            case "scalar" -> new ScalarKernels();
            case "vector128", "vector256", "vector512" ->
                    forced(choice, Integer.parseInt(choice.substring(VECTOR.length())), vectors);
            default ->
                    throw new InvalidArgumentException(
                            "%s=%s: no such kernels; use one of %s"
                                    .formatted(PROPERTY, choice, CHOICES));
        };
    }

    private static Kernels automatic(JvmFeatures jvm, @Nullable VectorProvider vectors) {
        if (vectors == null) {
            return slow("start Java with --add-modules jdk.incubator.vector");
        }
        if (!jvm.optimizingCompiler()) {
            return slow("start Java without -Xint and -XX:TieredStopAtLevel");
        }
        int bits = vectors.preferredBits();
        if (bits < NARROWEST) {
            return slow("use a processor with vectors of 128 bits or more");
        }
        return vectors.create(bits);
    }

    private static Kernels slow(String whatToDo) {
        LOG.log(
                Level.WARNING,
                "Computing with the scalar kernels, several times slower than the vector kernels; to get those, {0}.",
                whatToDo);
        return new ScalarKernels();
    }

    private static Kernels forced(String choice, int bits, @Nullable VectorProvider vectors) {
        if (vectors == null) {
            throw new InvalidArgumentException(
                    "%s=%s needs the module jdk.incubator.vector: start Java with --add-modules jdk.incubator.vector, or use scalar"
                            .formatted(PROPERTY, choice));
        }
        int preferred = vectors.preferredBits();
        if (bits > preferred) {
            throw new InvalidArgumentException(
                    "%s=%s is too wide: this machine computes with vectors of %d bits; use %s"
                            .formatted(
                                    PROPERTY,
                                    choice,
                                    preferred,
                                    preferred < NARROWEST ? "scalar" : VECTOR + preferred));
        }
        return vectors.create(bits);
    }
}
