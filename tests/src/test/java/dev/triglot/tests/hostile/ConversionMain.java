package dev.triglot.tests.hostile;

import dev.triglot.engine.convert.Converter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** A process of its own that converts step by step: after each it says so and waits for a byte. */
final class ConversionMain {
    private ConversionMain() {}

    public static void main(String[] arguments) {
        Converter.convert(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                null,
                (bytes, total) -> {
                    System.out.write('.');
                    System.out.flush();
                    try {
                        return System.in.read() >= 0;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    static Process start(Path source, Path target) throws IOException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        ConversionMain.class.getName(),
                        source.toString(),
                        target.toString());
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }
}
