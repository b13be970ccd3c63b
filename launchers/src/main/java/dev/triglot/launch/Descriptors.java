package dev.triglot.launch;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/** Standard error of this process. */
final class Descriptors {
    private Descriptors() {}

    /**
     * The launcher hides descriptor 2 while the JVM starts, since the JVM warns about its
     * incubating Vector API there. Programs and what they start need the real one back, which the
     * system property {@code triglot.stderr} names.
     */
    @SuppressWarnings("restricted") // copying a descriptor is all that is done with it
    static void restoreStandardError() {
        Integer hidden = Integer.getInteger("triglot.stderr");
        if (hidden == null) {
            return;
        }
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor type =
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        try {
            int copied =
                    (int)
                            linker.downcallHandle(linker.defaultLookup().findOrThrow("dup2"), type)
                                    .invokeExact(hidden.intValue(), 2);
            if (copied < 0) {
                throw new IllegalStateException("descriptor " + hidden + " is not open");
            }
        } catch (Throwable e) {
            throw new IllegalStateException("cannot restore standard error", e);
        }
    }
}
