package dev.triglot.engine.store;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A process of its own that downloads one model: for tests of locks and of sudden ends. */
final class PullMain {
    private PullMain() {}

    public static void main(String[] arguments) {
        CatalogModel model =
                TestModels.model(
                        Long.parseLong(arguments[1]),
                        arguments[2],
                        new HttpSource(URI.create(arguments[3]), false));
        TestModels.store(Path.of(arguments[0]), model).pull(TestModels.NAME, ProgressListener.NONE);
    }

    /** Starts it; exit code 0 means that the model is there. */
    static Process start(Path folder, byte[] content, URI source, File log) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx64m",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path"))));
        command.addAll(
                Arrays.asList(
                        PullMain.class.getName(),
                        folder.toString(),
                        String.valueOf(content.length),
                        TestModels.sha256(content),
                        source.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }
}
