package dev.triglot.engine.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the folder that holds the models and the user's catalog. */
final class StoreLocation {
    private StoreLocation() {}

    /**
     * {@code TRIGLOT_HOME}, else the platform's folder for caches.
     *
     * @param environment the process environment
     * @param os as the system property {@code os.name}
     * @param userHome as the system property {@code user.home}
     */
    static Path home(Map<String, String> environment, String os, String userHome) {
        String own = environment.get("TRIGLOT_HOME");
        if (isSet(own)) {
            return Path.of(own).toAbsolutePath().normalize();
        }
        String system = os.toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            String local = environment.get("LOCALAPPDATA");
            return isSet(local)
                    ? Path.of(local, "triglot")
                    : Path.of(userHome, "AppData", "Local", "triglot");
        }
        if (system.startsWith("mac")) {
            return Path.of(userHome, "Library", "Caches", "triglot");
        }
        String cache = environment.get("XDG_CACHE_HOME");
        // The XDG base directory specification: a relative path is to be ignored.
        return isSet(cache) && Path.of(cache).isAbsolute()
                ? Path.of(cache, "triglot")
                : Path.of(userHome, ".cache", "triglot");
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isEmpty();
    }
}
