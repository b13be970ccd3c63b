package dev.triglot.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples with a tiny model, whose words mean nothing. */
class ExamplesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static String output(Consumer<String[]> main, String... moreArguments) {
        String[] arguments = new String[moreArguments.length + 1];
        arguments[0] = tinyModel();
        System.arraycopy(moreArguments, 0, arguments, 1, moreArguments.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            main.accept(arguments);
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String tinyModel() {
        try {
            var resource = ExamplesTest.class.getResource("/tiny-llama.gguf");
            return Path.of(Objects.requireNonNull(resource).toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void embeddingSearchPrintsTheThreeNearest() {
        String found = output(EmbeddingSearch::main, "A kitten is resting on the couch.");
        assertThat(found.lines()).hasSize(3).first().asString().startsWith("1.000  A kitten");
    }

    @Test
    void severalQuestionsAreAnswered() {
        String answers = output(AnswerSeveral::main, "In the beginning", "And God said");
        assertThat(answers).contains("> In the beginning\n").contains("> And God said\n");
    }

    @Test
    void aSavedConversationGoesOn() {
        String state = folder.resolve("conversation.state").toString();
        String first = output(SavedConversation::main, state, "In the beginning");
        String second = output(SavedConversation::main, state, "And then");
        assertThat(kept(second)).isGreaterThan(kept(first));
        assertThat(read(second)).isLessThan(kept(first));
    }

    private static int kept(String output) {
        return Integer.parseInt(output.replaceAll("(?s).*\\((\\d+) tokens are kept.*", "$1"));
    }

    private static int read(String output) {
        return Integer.parseInt(output.replaceAll("(?s).* (\\d+) had to be read.*", "$1"));
    }

    @Test
    void sandboxedScriptsDoWhatTheyMay() {
        assertThat(output(SandboxedScript::main).lines().filter(line -> !line.isBlank()))
                .anyMatch(line -> line.startsWith("gave: "))
                .anyMatch(line -> line.startsWith("failed: ") && line.contains("not allowed"))
                .anyMatch(line -> line.equals("was ended: the script ran longer than 20000 ms"));
    }

    @Test
    void usersOfTheAppScriptItInTheirLanguages() {
        assertThat(output(ScriptedApp::main).lines())
                .hasSize(4)
                .anyMatch(line -> line.matches("ann/complaints/\\d: The parcel arrived broken\\."))
                .anyMatch(line -> line.matches("bob/\\d+-tokens: Please send me your prices\\."));
    }
}
