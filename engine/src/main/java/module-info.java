/** The inference engine: reads model files, computes, samples. */
module dev.triglot.engine {
    requires transitive java.net.http;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;
    // Optional at run time: without it the scalar kernels serve.
    requires static jdk.incubator.vector;

    exports dev.triglot.engine;
    exports dev.triglot.engine.convert;
    exports dev.triglot.engine.error;
    exports dev.triglot.engine.store;
}
