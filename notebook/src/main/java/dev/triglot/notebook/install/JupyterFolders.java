package dev.triglot.notebook.install;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where Jupyter looks for kernels. */
final class JupyterFolders {
    private JupyterFolders() {}

    /** The folder of kernels below a Python installation or a virtual environment. */
    static Path below(Path prefix) {
        return prefix.resolve("share/jupyter/kernels");
    }

    /**
     * The user's own folder of kernels.
     *
     * @param system the operating system's name
     * @param home the user's folder
     */
    static Path ofUser(String system, Path home, UnaryOperator<@Nullable String> environment) {
        String own = environment.apply("JUPYTER_DATA_DIR");
        if (own != null && !own.isEmpty()) {
            return Path.of(own, "kernels");
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.contains("mac")) {
            return home.resolve("Library/Jupyter/kernels");
        }
        if (name.contains("windows")) {
            String data = environment.apply("APPDATA");
            return (data == null ? home.resolve("AppData/Roaming") : Path.of(data))
                    .resolve("jupyter/kernels");
        }
        String data = environment.apply("XDG_DATA_HOME");
        return (data == null || data.isEmpty() ? home.resolve(".local/share") : Path.of(data))
                .resolve("jupyter/kernels");
    }
}
