package dev.triglot.engine.format;

import dev.triglot.engine.error.UnsupportedModelException;
import java.util.List;
import java.util.Set;

/** The kinds of model files from before GGUF; what differs between them is their properties. */
enum LegacyDialect {
    GGML("ggml (LLaMA)", LegacyModel.LLAMA),
    GGMF_1("ggmf v1 (LLaMA)", LegacyModel.LLAMA),
    GGJT_1("ggjt v1 (LLaMA)", LegacyModel.LLAMA),
    GGJT_2("ggjt v2 (LLaMA)", LegacyModel.LLAMA),
    GGJT_3("ggjt v3 (LLaMA)", LegacyModel.LLAMA),
    GPTJ("ggml (GPT-J)", LegacyModel.GPTJ),
    /** The program that GPT4All ran MPT with. */
    MPT_GPT4ALL("ggml (MPT of GPT4All)", LegacyModel.MPT),
    /** The example program of ggml. */
    MPT("ggml (MPT)", LegacyModel.MPT);

    static final String VOCABULARY = "n_vocab";
    static final String FILE_TYPE = "ftype";

    static final int MAGIC_GGML = 0x6767_6d6c;
    static final int MAGIC_GGMF = 0x6767_6d66;
    static final int MAGIC_GGJT = 0x6767_6a74;
    static final int MAGIC_MPT = 0x6767_6d6d;

    /** No count of rotated dimensions is as large, and every float of use is. */
    private static final int LARGEST_ROTATION = 1 << 20;

    private static final class Fields {
        static final List<String> LLAMA =
                List.of("n_vocab", "n_embd", "n_mult", "n_head", "n_layer", "n_rot", "ftype");
        static final List<String> GPTJ =
                List.of(
                        "n_vocab", "n_ctx", "n_embd", "n_head", "n_layer", "n_rot", "ftype",
                        "n_vocab");
        static final List<String> MPT_GPT4ALL =
                List.of(
                        "n_vocab",
                        "n_ctx",
                        "n_layer",
                        "n_head",
                        "n_embd",
                        "alibi_bias_max",
                        "clip_qkv",
                        "ftype",
                        "n_vocab");
        static final List<String> MPT =
                List.of(
                        "n_embd",
                        "n_ctx",
                        "n_head",
                        "n_layer",
                        "n_vocab",
                        "alibi_bias_max",
                        "clip_qkv",
                        "ftype");
        static final Set<String> REAL = Set.of("alibi_bias_max", "clip_qkv");
    }

    private final String label;
    private final LegacyModel model;

    LegacyDialect(String label, LegacyModel model) {
        this.label = label;
        this.model = model;
    }

    /**
     * Reads the magic number and the version, and looks at what follows.
     *
     * @param cursor at the start of the file; left where the header's fields begin
     */
    static LegacyDialect read(ByteCursor cursor) {
        int magic = cursor.i32("the magic number");
        return switch (magic) {
            case MAGIC_GGML -> ofThree(cursor);
            case MAGIC_MPT -> MPT_GPT4ALL;
            case MAGIC_GGMF -> version(cursor, "ggmf", GGMF_1);
            case MAGIC_GGJT -> version(cursor, "ggjt", GGJT_1, GGJT_2, GGJT_3);
            default -> throw cursor.error("this is no ggml file: its magic number is unknown");
        };
    }

    /** LLaMA, GPT-J and MPT share a magic number. */
    private static LegacyDialect ofThree(ByteCursor cursor) {
        ByteCursor ahead = new ByteCursor(cursor.file(), cursor.dataFrom(cursor.offset()));
        int[] words = new int[8];
        for (int i = 0; i < words.length && ahead.remaining() >= Integer.BYTES; i++) {
            words[i] = ahead.i32("the header");
        }
        if (words[0] == words[7]) {
            return GPTJ;
        }
        return Integer.compareUnsigned(words[5], LARGEST_ROTATION) > 0 ? MPT : GGML;
    }

    private static LegacyDialect version(
            ByteCursor cursor, String name, LegacyDialect... versions) {
        int version = cursor.i32("the version");
        if (version < 1 || version > versions.length) {
            throw new UnsupportedModelException(
                    "%s: %s version %s is not known; %s read"
                            .formatted(
                                    cursor.file(),
                                    name,
                                    Integer.toUnsignedString(version),
                                    versions.length == 1
                                            ? "version 1 is"
                                            : "versions 1 to " + versions.length + " are"));
        }
        return versions[version - 1];
    }

    /** For people. */
    String label() {
        return label;
    }

    /** By what a file is recognised, for people. */
    String recognizedBy() {
        return switch (this) {
            case GGML ->
                    "it begins with the magic number 0x67676d6c and a header that is neither GPT-J's nor MPT's";
            case GPTJ ->
                    "it begins with the magic number 0x67676d6c and a header that repeats the vocabulary's size";
            case MPT ->
                    "it begins with the magic number 0x67676d6c and a header with the ALiBi bias in it";
            case MPT_GPT4ALL -> "it begins with the magic number 0x67676d6d";
            case GGMF_1 -> "it begins with the magic number 0x67676d66 and version 1";
            case GGJT_1 -> "it begins with the magic number 0x67676a74 and version 1";
            case GGJT_2 -> "it begins with the magic number 0x67676a74 and version 2";
            case GGJT_3 -> "it begins with the magic number 0x67676a74 and version 3";
        };
    }

    LegacyModel model() {
        return model;
    }

    /** Names of the header's fields, in order, 4 bytes each. */
    List<String> fields() {
        return switch (this) {
            case GGML, GGMF_1, GGJT_1, GGJT_2, GGJT_3 -> Fields.LLAMA;
            case GPTJ -> Fields.GPTJ;
            case MPT_GPT4ALL -> Fields.MPT_GPT4ALL;
            case MPT -> Fields.MPT;
        };
    }

    static boolean isReal(String field) {
        return Fields.REAL.contains(field);
    }

    /** Whether a score follows each token. */
    boolean hasScores() {
        return switch (this) {
            case GGMF_1, GGJT_1, GGJT_2, GGJT_3 -> true;
            default -> false;
        };
    }

    /** Whether the top bit of a token's length marks it as special. */
    boolean flagsSpecialTokens() {
        return this == MPT_GPT4ALL;
    }

    /** Where data begins: at multiples of this from the start of the file. */
    int alignment() {
        return switch (this) {
            case GGJT_1, GGJT_2, GGJT_3 -> 32;
            default -> 1;
        };
    }

    /**
     * How blocks are laid out.
     *
     * @param stated by the thousands of the file type; of no meaning in LLaMA's files
     */
    BlockVersion blocks(BlockVersion stated) {
        return switch (this) {
            case GGML, GGMF_1, GGJT_1 -> BlockVersion.V0;
            case GGJT_2 -> BlockVersion.V1;
            case GGJT_3 -> BlockVersion.V2;
            case GPTJ, MPT_GPT4ALL -> stated;
            // The program is younger than version 0, and than the thousands.
            case MPT -> stated == BlockVersion.V0 ? BlockVersion.V1 : stated;
        };
    }
}
