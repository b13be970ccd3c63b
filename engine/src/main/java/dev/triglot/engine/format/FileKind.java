package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the first bytes of a file say it is, with a word of advice for what is no model. */
enum FileKind {
    GGUF(null),
    GGUF_BIG_ENDIAN(
            "a big-endian GGUF file; only little-endian ones are read: fetch the little-endian file"
                    + " of the same model"),
    LEGACY_GGML(null),
    LEGACY_GGMF(null),
    LEGACY_GGJT(null),
    LEGACY_MPT(null),
    SAFETENSORS(null),
    ZIP("a zip archive, perhaps a PyTorch checkpoint" + Advice.PICKLE),
    PICKLE("a PyTorch checkpoint in Python's pickle format" + Advice.PICKLE),
    GZIP("compressed with gzip: unpack it first"),
    ZSTD("compressed with zstd: unpack it first"),
    XZ("compressed with xz: unpack it first"),
    LFS_POINTER(
            "a Git LFS pointer, not the model itself: fetch it with \"git lfs pull\", or download it"
                    + " from the hub"),
    WEB_PAGE(
            "a web page, probably an error page saved by a failed download: fetch the model again"),
    JSON("a JSON text, not a model: name the .gguf file"),
    UNKNOWN("no model file of a known kind");

    private static final class Advice {
        static final String PICKLE =
                "; it is not read, because a pickle runs code when it is opened: load the model in"
                        + " Python and save it with model.save_pretrained(folder,"
                        + " safe_serialization=True)";
    }

    private final @Nullable String refusal;

    FileKind(@Nullable String refusal) {
        this.refusal = refusal;
    }

    /** What to tell people, after "is"; null for what can be read. */
    @Nullable String refusal() {
        return refusal;
    }

    /** Whether the file may hold a model, if not one that is read. */
    boolean isModel() {
        return switch (this) {
            case LFS_POINTER, WEB_PAGE, JSON, UNKNOWN -> false;
            default -> true;
        };
    }

    /**
     * Looks at the first 256 bytes.
     *
     * @param data a whole file, not empty
     */
    static FileKind of(MemorySegment data) {
        byte[] head =
                data.asSlice(0, Math.min(256, data.byteSize())).toArray(ValueLayout.JAVA_BYTE);
        String text = new String(head, ISO_8859_1);
        FileKind byMagic = byMagic(text);
        return byMagic != UNKNOWN ? byMagic : byText(text);
    }

    private static FileKind byMagic(String text) {
        if (text.length() < 4) {
            return UNKNOWN;
        }
        return switch (text.substring(0, 4)) {
            case "GGUF" -> GGUF;
            case "FUGG" -> GGUF_BIG_ENDIAN;
            case "lmgg" -> LEGACY_GGML;
            case "fmgg" -> LEGACY_GGMF;
            case "tjgg" -> LEGACY_GGJT;
            case "mmgg" -> LEGACY_MPT;
            case "PK\3\4" -> ZIP;
            case "(\u00b5/\u00fd" -> ZSTD;
            case "\u00fd7zX" -> XZ;
            default -> {
                if (text.startsWith("\u001f\u008b")) {
                    yield GZIP;
                }
                boolean pickle =
                        text.charAt(0) == 0x80 && text.charAt(1) >= 2 && text.charAt(1) <= 5;
                yield pickle ? PICKLE : UNKNOWN;
            }
        };
    }

    private static FileKind byText(String text) {
        // safetensors: the length of a JSON header in 8 bytes, then the header
        if (text.length() > 9 && text.startsWith("{\"", 8)) {
            return SAFETENSORS;
        }
        String start = text.strip().toLowerCase(Locale.ROOT);
        if (start.startsWith("version https://git-lfs")) {
            return LFS_POINTER;
        }
        if (start.startsWith("<!doctype")
                || start.startsWith("<html")
                || start.startsWith("<?xml")) {
            return WEB_PAGE;
        }
        return start.startsWith("{") || start.startsWith("[") ? JSON : UNKNOWN;
    }
}
