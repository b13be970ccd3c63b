package dev.triglot.engine.store;

import static dev.triglot.engine.store.TestModels.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.ModelNotFoundException;
import dev.triglot.engine.error.ModelStoreException;
import dev.triglot.engine.error.ModelStoreException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store does without its sources. */
class ModelStoreTest {
    private static final byte[] CONTENT = TestModels.content(3_000_000);

    @TempDir private Path folder;
    private ModelStore store;

    @BeforeEach
    void make() {
        store =
                TestModels.store(
                        folder,
                        TestModels.model(
                                CONTENT,
                                new HttpSource(URI.create("https://model.invalid/f"), false)));
    }

    private Path put(byte[] content) throws IOException {
        Files.createDirectories(store.path(NAME).getParent());
        return Files.write(store.path(NAME), content);
    }

    @Test
    void listsWhatIsHere() throws IOException {
        assertThat(store.list())
                .singleElement()
                .returns(ModelStatus.State.ABSENT, ModelStatus::state)
                .returns(0L, ModelStatus::bytes);

        put(CONTENT);

        assertThat(store.list())
                .singleElement()
                .returns(ModelStatus.State.PRESENT, ModelStatus::state)
                .returns((long) CONTENT.length, ModelStatus::bytes)
                .returns(store.path(NAME), ModelStatus::file);
    }

    @Test
    void resolvesNamesAliasesAndPaths() throws IOException {
        Path file = put(CONTENT);

        assertThat(store.resolve(NAME)).isEqualTo(file);
        assertThat(store.resolve("TINY-Alias")).isEqualTo(file);
        assertThat(store.resolve(file.toString())).isEqualTo(file);
        assertThat(store.resolve(folder.toString())).isEqualTo(folder);
        assertThat(store.resolveOrPull(file.toString(), ProgressListener.NONE)).isEqualTo(file);
        assertThat(store.resolveOrPull(NAME, ProgressListener.NONE)).isEqualTo(file);
    }

    @Test
    void saysHowToGetAModelThatIsMissing() {
        assertThatThrownBy(() -> store.resolve("tiny-alias"))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("'triglot models pull tiny'");
        assertThatThrownBy(() -> store.verify(NAME, ProgressListener.NONE))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("'triglot models pull tiny'");
    }

    @Test
    void namesWhatWasPerhapsMeant() {
        assertThatThrownBy(() -> store.resolve("tinny"))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessage(
                        "no model and no file is called 'tinny': did you mean tiny?"
                                + " 'triglot models list' shows all names");
        assertThatThrownBy(() -> store.path("something-else"))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessage(
                        "no model is called 'something-else':"
                                + " 'triglot models list' shows all names");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "../tiny",
                "tiny/../../x",
                "/no/such/file",
                "a\u0000b",
                "line\nbreak",
                ".locks"
            })
    void knowsNoOtherNames(String name) {
        assertThatThrownBy(() -> store.resolve(name))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> store.pull(name, ProgressListener.NONE))
                .isInstanceOf(ModelNotFoundException.class);
        assertThatThrownBy(() -> store.remove(name)).isInstanceOf(ModelNotFoundException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void hashesOnlyWhatChanged() throws IOException {
        Path file = put(CONTENT);
        FileTime time = FileTime.from(Instant.parse("2026-01-02T03:04:05.678Z"));
        Files.setLastModifiedTime(file, time);
        assertThat(store.resolve(NAME)).isEqualTo(file);

        // The same size and time of modification: not looked at again.
        byte[] changed = CONTENT.clone();
        changed[17] ^= 1;
        Files.write(file, changed);
        Files.setLastModifiedTime(file, time);
        assertThat(store.resolve(NAME)).isEqualTo(file);

        Files.setLastModifiedTime(file, FileTime.from(time.toInstant().plusNanos(1_000_000)));
        assertThatThrownBy(() -> store.resolve(NAME))
                .isInstanceOfSatisfying(
                        ModelStoreException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.CHECKSUM_MISMATCH))
                .hasMessageContaining(TestModels.sha256(changed))
                .hasMessageContaining(TestModels.sha256(CONTENT))
                .hasMessageContaining("'triglot models pull tiny'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256:", "sha256:0 size:1 modified:2\n", "\u00ff\n"})
    void hashesWhereTheMarkIsDamaged(String mark) throws IOException {
        Path file = put(TestModels.content(CONTENT.length - 1));
        Files.writeString(file.resolveSibling(".verified"), mark);

        assertThatThrownBy(() -> store.resolve(NAME)).isInstanceOf(ModelStoreException.class);
    }

    @Test
    void verifiesWhateverTheMarkSays() throws IOException {
        Path file = put(CONTENT);
        FileTime time = Files.getLastModifiedTime(file);
        var listener = new CountingListener();
        Verification good = store.verify(NAME, listener);
        assertThat(good.ok()).isTrue();
        assertThat(good.found()).isEqualTo(TestModels.sha256(CONTENT));
        assertThat(listener.last).isEqualTo(CONTENT.length);

        byte[] changed = CONTENT.clone();
        changed[17] ^= 1;
        Files.write(file, changed);
        Files.setLastModifiedTime(file, time);

        Verification bad = store.verify(NAME, listener);
        assertThat(bad.ok()).isFalse();
        assertThat(bad.expected()).isEqualTo(TestModels.sha256(CONTENT));
        assertThat(bad.found()).isEqualTo(TestModels.sha256(changed));
        assertThatThrownBy(() -> store.resolve(NAME)).isInstanceOf(ModelStoreException.class);
    }

    private static final class CountingListener implements ProgressListener {
        private long last;

        @Override
        public boolean verifying(long bytes, long total) {
            last = bytes;
            return true;
        }
    }

    @Test
    void endsAVerificationOnRequest() throws IOException {
        put(CONTENT);

        assertThatThrownBy(() ->
                        store.verify(
                                NAME,
                                new ProgressListener() {
                                    @Override
                                    public boolean verifying(long bytes, long total) {
                                        return false;
                                    }
                                }))
                .isInstanceOfSatisfying(
                        ModelStoreException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.CANCELLED));
    }

    @Test
    void removesTheModelAndNothingElse() throws IOException {
        assertThat(store.remove(NAME)).isFalse();
        Path file = put(CONTENT);
        store.resolve(NAME);
        Path pull = Files.createDirectory(file.resolveSibling(".pull-1"));
        Files.write(pull.resolve("part"), new byte[10]);
        Path outside = Files.writeString(folder.resolve("outside"), "kept");
        Files.createSymbolicLink(pull.resolve("link"), outside);

        assertThat(store.remove(NAME)).isTrue();

        assertThat(file.getParent()).doesNotExist();
        assertThat(outside).hasContent("kept");
    }

    @Test
    void leavesFilesOfTheUser() throws IOException {
        Path own = Files.writeString(put(CONTENT).resolveSibling("notes.txt"), "kept");

        assertThat(store.remove(NAME)).isTrue();

        assertThat(store.path(NAME)).doesNotExist();
        assertThat(own).hasContent("kept");
    }

    @Test
    void saysWhereItCannotWrite() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        ModelStore broken =
                TestModels.store(file.resolve("models"), store.catalog().defaultModel());

        assertThatThrownBy(() -> broken.pull(NAME, ProgressListener.NONE))
                .isInstanceOfSatisfying(
                        ModelStoreException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.STORE_UNREADABLE))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("TRIGLOT_HOME");
        assertThat(broken.list().getFirst().state()).isEqualTo(ModelStatus.State.ABSENT);
    }

    @Test
    void opensTheStoreOfTheUser() {
        ModelStore users =
                ModelStore.open(
                        Map.of(
                                "TRIGLOT_HOME",
                                folder.toString(),
                                "HF_ENDPOINT",
                                "https://mirror.invalid/hub/"));

        assertThat(users.folder()).isEqualTo(folder.resolve("models"));
        assertThat(((HttpSource) users.catalog().defaultModel().sources().getFirst()).uri())
                .hasHost("mirror.invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://mirror.invalid", "mirror", "https://a b"})
    void refusesAnUnsafeHub(String endpoint) {
        Map<String, String> environment =
                Map.of("TRIGLOT_HOME", folder.toString(), "HF_ENDPOINT", endpoint);

        assertThatThrownBy(() -> ModelStore.open(environment))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("HF_ENDPOINT");
    }

    @Test
    void neverShowsTheToken() {
        Map<String, String> environment =
                Map.of("TRIGLOT_HOME", folder.toString(), "HF_TOKEN", "se\ncret");

        assertThatThrownBy(() -> ModelStore.open(environment))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("HF_TOKEN")
                .hasMessageNotContaining("cret");
    }
}
