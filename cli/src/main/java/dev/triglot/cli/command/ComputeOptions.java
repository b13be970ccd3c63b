package dev.triglot.cli.command;

import dev.triglot.engine.EngineInfo;
import dev.triglot.engine.ModelOptions;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.SessionOptions.KvCacheType;
import picocli.CommandLine.Option;

/** Options of every command that evaluates a model. */
final class ComputeOptions {
    @Option(
            names = {"-t", "--threads"},
            paramLabel = "T",
            description = "Threads for arithmetic; physical cores by default.")
    private int threads;

    ModelOptions model() {
        return new ModelOptions(threads);
    }

    /** A session to generate with. */
    SessionOptions session(int contextLength) {
        boolean exact = EngineInfo.kernels().equals("reference");
        return SessionOptions.DEFAULT
                .withContextLength(contextLength)
                .withKvCacheType(exact ? KvCacheType.F32 : KvCacheType.F16);
    }

    /** A session to measure with: its keys and values are not rounded. */
    SessionOptions exactSession(int contextLength) {
        return SessionOptions.DEFAULT
                .withContextLength(contextLength)
                .withKvCacheType(KvCacheType.F32);
    }
}
