package dev.triglot.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreLocationTest {
    private static Path home(String os, Map<String, String> environment) {
        return StoreLocation.home(environment, os, "/home/me");
    }

    @Test
    void isWhatTheUserSays() {
        Map<String, String> environment =
                Map.of("TRIGLOT_HOME", "models/../here", "XDG_CACHE_HOME", "/cache");

        assertThat(home("Linux", environment)).isEqualTo(Path.of("here").toAbsolutePath());
    }

    @Test
    void isThePlatformsCache() {
        assertThat(home("Linux", Map.of())).isEqualTo(Path.of("/home/me/.cache/triglot"));
        assertThat(home("Linux", Map.of("TRIGLOT_HOME", "", "XDG_CACHE_HOME", "relative")))
                .isEqualTo(Path.of("/home/me/.cache/triglot"));
        assertThat(home("Linux", Map.of("XDG_CACHE_HOME", "/cache")))
                .isEqualTo(Path.of("/cache/triglot"));
        assertThat(home("Mac OS X", Map.of("XDG_CACHE_HOME", "/cache")))
                .isEqualTo(Path.of("/home/me/Library/Caches/triglot"));
        assertThat(home("Windows 11", Map.of("LOCALAPPDATA", "/local")))
                .isEqualTo(Path.of("/local/triglot"));
        assertThat(home("Windows 11", Map.of()))
                .isEqualTo(Path.of("/home/me/AppData/Local/triglot"));
    }
}
