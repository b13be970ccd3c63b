package dev.triglot.cli;

import dev.triglot.engine.EngineInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionInfo implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "triglot " + version(),
            "JDK     "
                    + System.getProperty("java.runtime.version")
                    + " ("
                    + System.getProperty("java.vendor")
                    + ")",
            "kernels " + EngineInfo.kernels(),
            "CPU     " + Processor.describe()
        };
    }

    /** Maven writes it into the jar. */
    static String version() {
        try (InputStream in = VersionInfo.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
