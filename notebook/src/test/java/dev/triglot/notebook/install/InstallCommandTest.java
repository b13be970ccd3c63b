package dev.triglot.notebook.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InstallCommandTest {
    @TempDir private Path folder;

    @Test
    void writesTheDescription() throws IOException {
        int exitCode =
                new CommandLine(new InstallCommand(List.of("/opt/my triglot", "notebook")))
                        .execute("--prefix", folder.toString());
        assertThat(exitCode).isZero();
        Path file = folder.resolve("share/jupyter/kernels/triglot/kernel.json");
        JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
        assertThat(json.path("argv").toString())
                .isEqualTo("[\"/opt/my triglot\",\"notebook\",\"kernel\",\"{connection_file}\"]");
        assertThat(json.path("display_name").asString("")).isEqualTo("Triglot (polyglot)");
        assertThat(json.path("interrupt_mode").asString("")).isEqualTo("message");
    }

    @Test
    void knowsTheFoldersOfEachSystem() {
        Path home = Path.of("/home/ann");
        assertThat(JupyterFolders.ofUser("Linux", home, name -> null))
                .isEqualTo(Path.of("/home/ann/.local/share/jupyter/kernels"));
        assertThat(JupyterFolders.ofUser("Mac OS X", home, name -> null))
                .isEqualTo(Path.of("/home/ann/Library/Jupyter/kernels"));
        assertThat(JupyterFolders.ofUser("Windows 11", home, Map.of("APPDATA", "/d")::get))
                .isEqualTo(Path.of("/d/jupyter/kernels"));
        assertThat(JupyterFolders.ofUser("Linux", home, Map.of("JUPYTER_DATA_DIR", "/j")::get))
                .isEqualTo(Path.of("/j/kernels"));
    }

    @Test
    void twoPlacesAtOnceAreWrongUsage() {
        int exitCode =
                new CommandLine(new InstallCommand(List.of("t")))
                        .execute("--user", "--prefix", folder.toString());
        assertThat(exitCode).isEqualTo(2);
    }
}
