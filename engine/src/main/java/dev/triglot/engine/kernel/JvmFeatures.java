package dev.triglot.engine.kernel;

/**
 * What decides how fast a JVM runs vector code.
 *
 * @param optimizingCompiler whether hot code reaches the compiler that knows vectors; without it
 *     every vector is an object
 */
record JvmFeatures(boolean optimizingCompiler) {
    /** Of the running JVM, from its own description: that needs no management module. */
    static JvmFeatures current() {
        return of(System.getProperty("java.vm.info", ""));
    }

    /**
     * @param vmInfo such as "mixed mode, sharing", "interpreted mode", and with only the first
     *     compiler "mixed mode, emulated-client"
     */
    static JvmFeatures of(String vmInfo) {
        return new JvmFeatures(
                !vmInfo.contains("interpreted") && !vmInfo.contains("emulated-client"));
    }
}
