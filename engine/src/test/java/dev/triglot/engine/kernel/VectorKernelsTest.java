package dev.triglot.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.kernel.vector.VectorKernels;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The vector kernels of the width that {@code -Dtriglot.kernels=vector256} names, else of the
 * widest: a JVM computes with one.
 */
class VectorKernelsTest extends KernelsContract {
    private static final String VECTOR = "vector";
    private static final String CHOICE = System.getProperty(KernelSelector.PROPERTY, "");
    private static final int BITS =
            CHOICE.startsWith(VECTOR)
                    ? Integer.parseInt(CHOICE.substring(VECTOR.length()))
                    : VectorKernels.preferredBits();

    @BeforeAll
    static void theMachineHasTheWidth() {
        assumeTrue(BITS <= VectorKernels.preferredBits());
    }

    /** Made once, and only where the machine has the width. */
    private static final class Holder {
        static final Kernels KERNELS = VectorKernels.create(BITS);
    }

    @Override
    public Kernels kernels() {
        return Holder.KERNELS;
    }

    @Test
    void theNameSaysTheWidth() {
        assertThat(kernels().name()).isEqualTo(VECTOR + BITS);
    }

    @Test
    void aSecondWidthIsRefused() {
        assertThat(kernels()).isNotNull();
        int other = BITS == 128 ? 256 : 128;
        assertThatThrownBy(() -> VectorKernels.create(other))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining(String.valueOf(BITS));
    }
}
