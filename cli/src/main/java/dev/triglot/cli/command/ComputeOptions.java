package dev.triglot.cli.command;

import dev.triglot.engine.EngineInfo;
import dev.triglot.engine.ModelOptions;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.SessionOptions.KvCacheType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that evaluates a model. */
final class ComputeOptions {
    @Option(
            names = {"-t", "--threads"},
            paramLabel = "T",
            description = "Threads for arithmetic; physical cores by default.")
    private int threads;

    @Option(
            names = "--kv-cache-type",
            paramLabel = "TYPE",
            description =
                    "How keys and values are kept: one of ${COMPLETION-CANDIDATES} (F16; exact kernels: F32). "
                            + "Q8_0 takes about half the memory of F16.")
    private @Nullable KvCacheType kvCacheType;

    ModelOptions model() {
        return new ModelOptions(threads);
    }

    /** A session to generate with. */
    SessionOptions session(int contextLength) {
        boolean exact = EngineInfo.kernels().equals("reference");
        return session(contextLength, exact ? KvCacheType.F32 : KvCacheType.F16);
    }

    /** A session to measure with: its keys and values are not rounded unless asked. */
    SessionOptions exactSession(int contextLength) {
        return session(contextLength, KvCacheType.F32);
    }

    private SessionOptions session(int contextLength, KvCacheType otherwise) {
        return SessionOptions.DEFAULT
                .withContextLength(contextLength)
                .withKvCacheType(kvCacheType == null ? otherwise : kvCacheType);
    }
}
