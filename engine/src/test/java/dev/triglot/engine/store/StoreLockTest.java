package dev.triglot.engine.store;

import static dev.triglot.engine.store.TestModels.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.triglot.engine.error.ModelStoreException;
import dev.triglot.engine.error.ModelStoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several threads and processes on one folder. The timeout is against a hang only. */
@Timeout(120)
class StoreLockTest {
    private static final byte[] CONTENT = TestModels.content(2_000_000);

    @TempDir private Path folder;
    @TempDir private Path scratch;

    private static ModelStore store(Path folder, HubServer server, Duration patience) {
        return TestModels.store(
                folder,
                TestModels.model(CONTENT, new HttpSource(server.uri("/f"), false)),
                TestModels.options().lockTimeout(patience));
    }

    @Test
    void threadsFetchOnce() throws Exception {
        try (var server = new HubServer();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.on("/f", new ServedFile(CONTENT));
            List<Future<Path>> pulls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                // A store each: the guard belongs to the process, not to the object.
                pulls.add(
                        threads.submit(() ->
                                store(folder, server, Duration.ofMinutes(1))
                                        .pull(NAME, ProgressListener.NONE)));
            }
            for (Future<Path> pull : pulls) {
                assertThat(pull.get()).hasBinaryContent(CONTENT);
            }
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void processesFetchOnce() throws Exception {
        Path log = scratch.resolve("log");
        try (var server = new HubServer()) {
            server.on("/f", new ServedFile(CONTENT));
            List<Process> pulls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                pulls.add(PullMain.start(folder, CONTENT, server.uri("/f"), log.toFile()));
            }
            for (Process pull : pulls) {
                assertThat(pull.waitFor()).as(Files.readString(log)).isZero();
            }
            assertThat(server.requests()).hasSize(1);
            ModelStore store = store(folder, server, Duration.ZERO);
            assertThat(store.path(NAME)).hasBinaryContent(CONTENT);
            assertThat(TestModels.filesOf(store)).containsExactly(".verified", "Tiny.Q4_1.gguf");
        }
    }

    @Test
    void namesTheProcessThatHoldsIt() throws Exception {
        var served = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var server = new HubServer()) {
            server.on(
                    "/f",
                    new ServedFile(CONTENT)
                            .next((content, from, out) -> {
                                out.write(content, from, 1000);
                                out.flush();
                                served.countDown();
                                release.await();
                                out.write(content, from + 1000, content.length - 1000);
                            }));
            Path log = scratch.resolve("log");
            Process holder = PullMain.start(folder, CONTENT, server.uri("/f"), log.toFile());
            served.await();
            var listener = new RecordingListener();
            ModelStore store = store(folder, server, Duration.ofMillis(250));

            ModelStoreException failure =
                    catchThrowableOfType(
                            ModelStoreException.class, () -> store.pull(NAME, listener));

            assertThat(failure.reason()).isEqualTo(Reason.LOCKED);
            assertThat(failure)
                    .hasMessageContaining("the model tiny")
                    .hasMessageContaining("process " + holder.pid());
            assertThat(listener.events).containsExactly("waiting for process " + holder.pid());
            assertThatThrownBy(() -> store.remove(NAME))
                    .isInstanceOf(ModelStoreException.class)
                    .hasMessageContaining("process " + holder.pid());
            release.countDown();
            assertThat(holder.waitFor()).as(Files.readString(log)).isZero();
            assertThat(store.resolve(NAME)).hasBinaryContent(CONTENT);
        }
    }

    @Test
    void namesItsOwnProcess() {
        try (StoreLock _ = StoreLock.acquire(folder, "x", Duration.ZERO, holder -> {})) {
            assertThatThrownBy(() -> StoreLock.acquire(folder, "x", Duration.ZERO, holder -> {}))
                    .isInstanceOf(ModelStoreException.class)
                    .hasMessageContaining("this process");
        }
    }

    @Test
    void isFreeAgainWhenClosed() {
        for (int i = 0; i < 3; i++) {
            StoreLock.acquire(folder, "x", Duration.ZERO, holder -> {}).close();
        }
        assertThat(folder.resolve("x")).exists();
    }

    @Test
    void isTheSameThroughALink() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);

        try (StoreLock _ = StoreLock.acquire(real, "x", Duration.ZERO, holder -> {})) {
            assertThatThrownBy(() -> StoreLock.acquire(link, "x", Duration.ZERO, holder -> {}))
                    .isInstanceOf(ModelStoreException.class);
        }
    }

    @Test
    void isNotHeldAfterAnInterrupt() {
        Thread.currentThread().interrupt();
        ModelStoreException failure =
                catchThrowableOfType(
                        ModelStoreException.class,
                        () -> StoreLock.acquire(folder, "x", Duration.ZERO, holder -> {}));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.reason()).isEqualTo(Reason.CANCELLED);
        StoreLock.acquire(folder, "x", Duration.ZERO, holder -> {}).close();
    }

    @Test
    void endsItsWaitOnAnInterrupt() throws InterruptedException, ExecutionException {
        try (StoreLock _ = StoreLock.acquire(folder, "x", Duration.ZERO, holder -> {});
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = new CountDownLatch(1);
            Future<ModelStoreException> failure =
                    threads.submit(() ->
                            catchThrowableOfType(
                                    ModelStoreException.class,
                                    () ->
                                            StoreLock.acquire(
                                                    folder,
                                                    "x",
                                                    Duration.ofMinutes(10),
                                                    holder -> {
                                                        waiting.countDown();
                                                        Thread.currentThread().interrupt();
                                                    })));
            waiting.await();
            assertThat(failure.get().reason()).isEqualTo(Reason.CANCELLED);
        }
    }

    @Test
    void noticesAWriterThatTheLockDidNotStop() throws IOException {
        Path part = folder.resolve("part");
        Files.write(part, new byte[100]);
        var appending =
                new Progress(
                        new ProgressListener() {
                            @Override
                            public boolean verifying(long bytes, long total) {
                                try {
                                    Files.write(part, new byte[150]);
                                } catch (IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                                return true;
                            }
                        });

        assertThatThrownBy(
                        () -> PartialFile.open(part, 1000, new DiskSpace(folder, null), appending))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("another process writes to this download");
    }
}
