package dev.triglot.engine;

import dev.triglot.engine.kernel.KernelSelector;
import dev.triglot.engine.runtime.PhysicalCores;

/** What this JVM computes with. */
public final class EngineInfo {
    private EngineInfo() {}

    /** The kernels chosen: reference, scalar, vector128, vector256 or vector512. */
    public static String kernels() {
        return KernelSelector.kernels().name();
    }

    /** Workers of a model that is opened without saying how many. */
    public static int defaultThreads() {
        return PhysicalCores.count();
    }
}
