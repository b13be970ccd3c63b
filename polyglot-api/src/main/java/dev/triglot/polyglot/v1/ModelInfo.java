package dev.triglot.polyglot.v1;

import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/** What a model is. */
public interface ModelInfo {
    /** The model's own name, or the file's. */
    @HostAccess.Export
    String name();

    /** The file's path; its name only where the guest may not know more. */
    @HostAccess.Export
    String file();

    /** Such as {@code GGUF v3}. */
    @HostAccess.Export
    String format();

    /** {@code llama}, {@code gptj} or {@code mpt}. */
    @HostAccess.Export
    String architecture();

    /** Number of weights. */
    @HostAccess.Export
    long parameters();

    /** Bytes of all tensors in the file. */
    @HostAccess.Export
    long weightBytes();

    /** Tokens it was trained for. */
    @HostAccess.Export
    int contextLength();

    /**
     * Numbers of a hidden state, and so of an embedding; 0 for a file that has only a vocabulary.
     */
    @HostAccess.Export
    int embeddingLength();

    @HostAccess.Export
    int vocabSize();

    /** The chat template that the file carries, in Jinja; null where there is none. */
    @HostAccess.Export
    @Nullable String chatTemplate();

    /** All hyperparameters by name, for people. */
    @HostAccess.Export
    Map<String, Object> hyperparameters();

    /** What was assumed or ignored while reading. */
    @HostAccess.Export
    List<String> warnings();
}
