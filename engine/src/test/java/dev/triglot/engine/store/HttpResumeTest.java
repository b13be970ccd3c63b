package dev.triglot.engine.store;

import static dev.triglot.engine.store.TestModels.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.triglot.engine.error.ModelStoreException;
import dev.triglot.engine.error.ModelStoreException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads that are cut off and go on, within one run and across runs. */
class HttpResumeTest {
    private static final byte[] CONTENT = TestModels.content(300_000);

    @TempDir private Path folder;
    private HubServer server;
    private ServedFile file;
    private ModelStore store;
    private final RecordingListener listener = new RecordingListener();

    @BeforeEach
    void start() throws IOException {
        server = new HubServer();
        file = new ServedFile(CONTENT);
        server.on("/f", file);
        store = TestModels.store(folder, TestModels.model(CONTENT, source("/f")));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private HttpSource source(String path) {
        return new HttpSource(server.uri(path), false);
    }

    /** A run that gives up at the first cut. */
    private ModelStoreException cutRun(int bytes) {
        file.cut(bytes);
        ModelStore impatient =
                TestModels.store(
                        folder,
                        TestModels.model(CONTENT, source("/f")),
                        TestModels.options().retries(0));
        return catchThrowableOfType(
                ModelStoreException.class, () -> impatient.pull(NAME, listener));
    }

    private List<Optional<String>> ranges() {
        return server.requests().stream().map(request -> request.header("range")).toList();
    }

    private static Optional<String> from(int offset) {
        return Optional.of("bytes=" + offset + "-");
    }

    @Test
    void goesOnWithinOneRun() {
        file.cut(70_000).cut(1).cut(100_000);

        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
        assertThat(ranges())
                .containsExactly(Optional.empty(), from(70_000), from(70_001), from(170_001));
        assertThat(server.requests().getLast().header("if-range")).contains("\"v1\"");
        assertThat(listener.events)
                .contains("retrying the connection is lost after 70000 of 300000 bytes");
    }

    @Test
    void goesOnAcrossRuns() throws IOException {
        assertThat(cutRun(123_456))
                .hasMessageContaining("after 123456 of 300000 bytes (123.5 kB are kept");
        assertThat(store.list().getFirst())
                .returns(ModelStatus.State.PARTIAL, ModelStatus::state)
                .returns(123_456L, ModelStatus::bytes);
        cutRun(6_544);

        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
        assertThat(ranges()).containsExactly(Optional.empty(), from(123_456), from(130_000));
        assertThat(TestModels.filesOf(store)).containsExactly(".verified", "Tiny.Q4_1.gguf");
    }

    @Test
    void endsAfterItsRetriesWithoutProgress() {
        file.cut(10).cut(0).cut(0).cut(0).cut(0).cut(0);

        assertThat(
                        catchThrowableOfType(
                                ModelStoreException.class, () -> store.pull(NAME, listener)))
                .hasMessageContaining("(asked 4 times)");
    }

    @Test
    void forgetsFailuresOnceThereIsProgress() throws IOException {
        byte[] large = TestModels.content(9 << 20);
        var served = new ServedFile(large);
        for (int i = 0; i < 7; i++) {
            served.cut((1 << 20) + 1);
        }
        server.on("/large", served);

        Path result =
                TestModels.store(folder, TestModels.model(large, source("/large")))
                        .pull(NAME, listener);

        assertThat(Files.mismatch(result, Files.write(folder.resolve("expected"), large)))
                .isEqualTo(-1);
        assertThat(listener.count("retrying")).isEqualTo(7);
    }

    @Test
    void startsAgainWhereTheServerIgnoresRanges() {
        cutRun(50_000);
        file.ignoringRanges();

        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
        assertThat(ranges()).containsExactly(Optional.empty(), from(50_000));
    }

    @Test
    void startsAgainWhereTheFileHasChanged() {
        file.content(TestModels.content(300_001)).etag("\"old\"");
        file.content(flipped(0));
        cutRun(50_000);
        file.content(CONTENT).etag("\"new\"");

        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
        assertThat(server.requests().get(1).header("if-range")).contains("\"old\"");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void startsAgainWhereTheFileHasChangedInSecret() {
        file.content(flipped(7));
        cutRun(50_000);
        file.content(CONTENT);

        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
        assertThat(ranges()).containsExactly(Optional.empty(), from(50_000), Optional.empty());
    }

    private static byte[] flipped(int index) {
        byte[] changed = CONTENT.clone();
        changed[index] ^= 1;
        return changed;
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"weak\"", "unquoted", "\"\"", "\"cut"})
    void startsAgainWithoutAStrongEtag(String etag) {
        file.etag(etag);
        cutRun(50_000);

        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
        assertThat(ranges()).containsExactly(Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes 0-299999/300000",
                "bytes 49999-299999/300000",
                "bytes 50001-299999/300000",
                "bytes 50000-300000/300000",
                "bytes 50000-299999/300001",
                "bytes 50000-49999/300000",
                "bytes */300000",
                "bytes 50000-99999999999999999999/300000",
                "lines 50000-299999/300000",
                ""
            })
    void doesNotAppendAnotherRange(String range) {
        cutRun(50_000);
        server.on(
                "/f",
                (request, out) -> {
                    if (request.header("range").isPresent()) {
                        answer206(out, "Content-Range: " + range, "ETag: \"v1\"");
                    } else {
                        file.answer(request, out);
                    }
                });

        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
        assertThat(ranges()).containsExactly(Optional.empty(), from(50_000), Optional.empty());
        assertThat(listener.count("retrying the server resumes with something else")).isEqualTo(1);
    }

    @Test
    void doesNotAppendAnotherVersion() {
        cutRun(50_000);
        server.on(
                "/f",
                (request, out) -> {
                    if (request.header("range").isPresent()) {
                        answer206(out, "Content-Range: bytes 50000-299999/300000", "ETag: \"v2\"");
                    } else {
                        file.answer(request, out);
                    }
                });

        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
        assertThat(listener.events)
                .contains(
                        "retrying the server resumes with something else (ETag \"v2\"):"
                                + " starting again");
    }

    private static void answer206(OutputStream out, String... headers) throws IOException {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Length: 250000";
        HubServer.head(out, 206, all);
        out.write(CONTENT, 50_000, 250_000);
    }

    @Test
    void startsAgainWhereTheRangeCannotBeSatisfied() {
        cutRun(50_000);
        server.on(
                "/f",
                (request, out) -> {
                    if (request.header("range").isPresent()) {
                        HubServer.head(out, 416, "Content-Range: bytes */10", "Content-Length: 0");
                    } else {
                        file.answer(request, out);
                    }
                });

        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
        assertThat(ranges()).containsExactly(Optional.empty(), from(50_000), Optional.empty());
    }

    @Test
    void endsWithAServerThatNeverResumes() {
        cutRun(50_000);
        server.on("/f", HubServer.status(416, "Content-Length: 0"));

        assertThat(
                        catchThrowableOfType(
                                ModelStoreException.class, () -> store.pull(NAME, listener)))
                .hasMessageContaining("answers 416");
    }

    @Test
    void keepsAPartFromAnotherAddressOnlyUntilThatAddressAnswers() {
        cutRun(50_000);
        server.on("/other", new ServedFile(CONTENT));
        ModelStore moved =
                TestModels.store(
                        folder, TestModels.model(CONTENT, source("/missing"), source("/other")));

        assertThat(moved.pull(NAME, listener)).hasBinaryContent(CONTENT);
        assertThat(ranges()).containsExactly(Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void needsNoServerForAPartThatIsWhole() throws IOException {
        cutRun(50_000);
        Files.write(onlyPull().part(), CONTENT);

        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void throwsAwayAPartThatIsTooLong() throws IOException {
        cutRun(50_000);
        Files.write(onlyPull().part(), TestModels.content(CONTENT.length + 1));

        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "http://127.0.0.1/f\n\"v1\"\n", "\u00ff\u00fe\n\n\n"})
    void survivesADamagedNoteOfTheOrigin(String note) throws IOException {
        cutRun(50_000);
        Files.write(
                onlyPull().origin(), note.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));

        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
        assertThat(ranges()).containsExactly(Optional.empty(), Optional.empty());
    }

    @Test
    void takesTheLargestOfSeveralLeftovers() throws IOException {
        cutRun(50_000);
        Path small = Files.createDirectory(store.path(NAME).resolveSibling(".pull-0"));
        Files.write(small.resolve("part"), new byte[10]);
        Files.createDirectories(small.resolve("pip/wheels"));

        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
        assertThat(ranges().getLast()).isEqualTo(from(50_000));
        assertThat(TestModels.filesOf(store)).containsExactly(".verified", "Tiny.Q4_1.gguf");
    }

    @Test
    void cancelsOnRequestAndGoesOnLater() {
        var stopping =
                new RecordingListener() {
                    @Override
                    public boolean progress(long count, long total) {
                        return count < 100_000;
                    }
                };
        file.next((content, from, out) -> {
            out.write(content, from, 150_000);
            out.flush();
            Thread.sleep(10_000);
        });

        ModelStoreException failure =
                catchThrowableOfType(ModelStoreException.class, () -> store.pull(NAME, stopping));

        assertThat(failure.reason()).isEqualTo(Reason.CANCELLED);
        assertThat(stopping.count("failed")).isZero();
        assertThat(store.list().getFirst().bytes()).isEqualTo(150_000);
        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
        assertThat(ranges()).containsExactly(Optional.empty(), from(150_000));
    }

    @Test
    void cancelsOnAnInterrupt() throws InterruptedException {
        Thread caller = Thread.currentThread();
        file.next((content, from, out) -> {
            out.write(content, from, 150_000);
            out.flush();
            caller.interrupt();
            Thread.sleep(10_000);
        });

        ModelStoreException failure =
                catchThrowableOfType(ModelStoreException.class, () -> store.pull(NAME, listener));

        assertThat(failure.reason()).isEqualTo(Reason.CANCELLED);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
    }

    private PullFolder onlyPull() throws IOException {
        return new ModelFiles(folder, store.catalog().get(NAME)).pulls().getFirst();
    }
}
