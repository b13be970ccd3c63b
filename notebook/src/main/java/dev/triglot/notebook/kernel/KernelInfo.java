package dev.triglot.notebook.kernel;

import dev.triglot.notebook.protocol.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import tools.jackson.databind.node.ObjectNode;

/** What the kernel says of itself. */
final class KernelInfo {
    private static final String PYTHON_VERSION = "3.12";

    private KernelInfo() {}

    static ObjectNode content() {
        String version = version();
        ObjectNode content =
                Message.json()
                        .put("status", "ok")
                        .put("protocol_version", Message.PROTOCOL)
                        .put("implementation", "triglot")
                        .put("implementation_version", version)
                        .put("debugger", false)
                        .put(
                                "banner",
                                "Triglot "
                                        + version
                                        + ": Python; JavaScript after %%js, Java after %%java; one"
                                        + " set of variables");
        ObjectNode language =
                content.putObject("language_info")
                        .put("name", "python")
                        .put("version", PYTHON_VERSION)
                        .put("mimetype", "text/x-python")
                        .put("file_extension", ".py")
                        .put("pygments_lexer", "ipython3")
                        .put("nbconvert_exporter", "python");
        language.putObject("codemirror_mode").put("name", "ipython").put("version", 3);
        content.putArray("help_links");
        content.putArray("supported_features");
        return content;
    }

    /** Maven writes it into the jar. */
    private static String version() {
        try (InputStream in = KernelInfo.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
