package dev.triglot.engine.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** The way to the vector kernels, which link only where the module jdk.incubator.vector is. */
interface VectorProvider {
    /** The widest vectors that this machine computes with. */
    int preferredBits();

    /** Kernels for vectors of 128, 256 or 512 bits, at most {@link #preferredBits}. */
    Kernels create(int bits);

    /**
     * The provider, or null where the module or the kernels are missing.
     *
     * <p>{@code VectorKernels} is found by name, with its static methods {@code int
     * preferredBits()} and {@code Kernels create(int bits)}: kernel.vector builds on this package,
     * which must not need it in turn.
     */
    static @Nullable VectorProvider find() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return null;
        }
        try {
            Class<?> kernels = Class.forName("dev.triglot.engine.kernel.vector.VectorKernels");
            Lookup lookup = MethodHandles.lookup();
            return new Linked(
                    lookup.findStatic(kernels, "preferredBits", MethodType.methodType(int.class)),
                    lookup.findStatic(
                            kernels, "create", MethodType.methodType(Kernels.class, int.class)));
        } catch (ClassNotFoundException e) {
            return null;
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new LinkageError("the vector kernels do not fit this engine", e);
        }
    }

    /** The methods of the class that was found. */
    record Linked(MethodHandle preferred, MethodHandle factory) implements VectorProvider {
        @Override
        public int preferredBits() {
            return (int) call(preferred);
        }

        @Override
        public Kernels create(int bits) {
            return (Kernels) call(factory, bits);
        }

        private static Object call(MethodHandle method, Object... arguments) {
            try {
                return method.invokeWithArguments(arguments);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new LinkageError("the vector kernels do not start", e);
            }
        }
    }
}
