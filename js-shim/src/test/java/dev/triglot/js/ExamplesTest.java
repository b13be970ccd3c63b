package dev.triglot.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.polyglot.host.TriglotHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in JavaScript, with a small model. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("../examples/src/main/js").toAbsolutePath();

    private static Scripts scripts;
    @TempDir private static Path models;
    private static String model;

    @TempDir private Path folder;

    @BeforeAll
    static void open() throws IOException {
        scripts = new Scripts();
        model = ChatModel.in(models).toString();
    }

    @AfterAll
    static void close() {
        scripts.close();
    }

    private static String run(String name, String input, String... arguments) {
        Scripts.Run run = scripts.file(EXAMPLES.resolve(name), List.of(arguments), input, Map.of());
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        return run.out();
    }

    @Test
    void streams() {
        // The example gives up after ten seconds, which a busy machine may need for more.
        assertThat(run("stream.mjs", "", "In the beginning", model))
                .containsPattern("\\(\\d+ tokens|\\(took too long\\)");
    }

    @Test
    void talks() {
        assertThat(run("chat.mjs", "Hello\nAnd then?\n\n", model)).contains("5 messages\n");
    }

    @Test
    void searches() throws IOException {
        Path text = folder.resolve("lines.txt");
        Files.writeString(text, "In the beginning God created\nthe ark\nKing David spoke\nfish\n");
        String found = run("search.mjs", "", text.toString(), "King David spoke", model);
        assertThat(found.lines()).hasSize(3);
        assertThat(found).startsWith("1.000 King David spoke\n");
    }

    @Test
    void goesOnWithASavedConversation() {
        String first = run("saved-conversation.mjs", "", folder.toString(), "Hello", model);
        assertThat(first).contains("(0 of ");
        String second = run("saved-conversation.mjs", "", folder.toString(), "And?", model);
        assertThat(second).containsPattern("\\([1-9]\\d* of \\d+ tokens were known");
    }

    @Test
    void servesAProgramForGpt4All() {
        // It warns that nothing is known of this model.
        Scripts.Run run =
                scripts.file(
                        EXAMPLES.resolve("gpt4all.cjs"),
                        List.of(models.toString(), "chat.gguf"),
                        "",
                        Map.of());
        assertThat(run.out()).contains("tokens in the context");
        assertThat(run.code()).isZero();
    }

    @Test
    void confinesAProgramOfSomebodyElse() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TriglotHost host =
                        TriglotHost.builder("js")
                                .sandboxed()
                                .grantModel("story", Path.of(model))
                                .build();
                Context context = host.newContext()) {
            Path example = EXAMPLES.resolve("sandboxed.mjs");
            int code =
                    NodeRuntime.of(context)
                            .streams(InputStream.nullInputStream(), out, out)
                            .runText(Files.readString(example), example.toString(), List.of());
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("it writes", "no files: EACCES", "no other models: ");
            assertThat(code).isZero();
        }
    }

    @Test
    void keepsNotes() throws IOException {
        String notes = folder.resolve("notes").toString();
        Path diary = folder.resolve("diary.txt");
        Files.writeString(diary, "The key is under the pot.\n\nDavid was\na king.\n");
        String[] options = {"--quiet", "--folder", notes, "--model", model, "--max-tokens", "8"};
        assertThat(run("notes.mjs", "", with(options, "import", diary.toString())))
                .isEqualTo("2 of 2 added\n");
        assertThat(run("notes.mjs", "", with(options, "add", "The", "key is under the pot.")))
                .isEqualTo("0 added\n");
        assertThat(run("notes.mjs", "", with(options, "list"))).contains("David was a king.");
        assertThat(run("notes.mjs", "", with(options, "--top", "1", "find", "David was a king.")))
                .isEqualTo("1.000 David was a king.\n");
        assertThat(run("notes.mjs", "", with(options, "--seed", "1", "ask", "who?"))).isNotBlank();
        assertThat(run("notes.mjs", "where?\n\n", with(options, "talk"))).isNotBlank();
        Scripts.Run wrong = scripts.file(EXAMPLES.resolve("notes.mjs"));
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).startsWith("usage: ");
    }

    private static String[] with(String[] options, String... words) {
        String[] all = java.util.Arrays.copyOf(options, options.length + words.length);
        System.arraycopy(words, 0, all, options.length, words.length);
        return all;
    }
}
