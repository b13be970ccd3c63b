package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {
    @ParameterizedTest
    @CsvSource({
        "GGUF, 47475546 03000000",
        "GGUF_BIG_ENDIAN, 46554747 00000003",
        "LEGACY_GGML, 6c6d6767 00000000",
        "LEGACY_GGMF, 666d6767 01000000",
        "LEGACY_GGJT, 746a6767 03000000",
        "LEGACY_MPT, 6d6d6767 00000000",
        "ZIP, 504b0304 14000000",
        "PICKLE, 8002 8a0a 6cfc",
        "GZIP, 1f8b 0800",
        "ZSTD, 28b52ffd 00",
        "XZ, fd377a58 5a00",
        "SAFETENSORS, 1000000000000000 7b22 5f5f",
        "UNKNOWN, 00",
        "UNKNOWN, 474755",
        "UNKNOWN, 00000000 00000000 00000000",
    })
    void knowsMagicNumbers(FileKind kind, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThat(FileKind.of(MemorySegment.ofArray(bytes))).isEqualTo(kind);
    }

    @Test
    void knowsTextsThatAreNoModels() {
        assertThat(of("version https://git-lfs.github.com/spec/v1\noid sha256:12"))
                .isEqualTo(FileKind.LFS_POINTER);
        assertThat(of("\n <!DOCTYPE html><html>")).isEqualTo(FileKind.WEB_PAGE);
        assertThat(of("<html><head>")).isEqualTo(FileKind.WEB_PAGE);
        assertThat(of("<?xml version='1.0'?><Error>")).isEqualTo(FileKind.WEB_PAGE);
        assertThat(of("{\"error\": \"not found\"}")).isEqualTo(FileKind.JSON);
        assertThat(of("Entry not found")).isEqualTo(FileKind.UNKNOWN);
    }

    private static FileKind of(String text) {
        return FileKind.of(MemorySegment.ofArray(text.getBytes(ISO_8859_1)));
    }
}
