package dev.triglot.engine;

import dev.triglot.engine.kernel.KernelSelector;

/** What this JVM computes with. */
public final class EngineInfo {
    private EngineInfo() {}

    /** The kernels chosen: reference, scalar, vector128, vector256 or vector512. */
    public static String kernels() {
        return KernelSelector.kernels().name();
    }
}
