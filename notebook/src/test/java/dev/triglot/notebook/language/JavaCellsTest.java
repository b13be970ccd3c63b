package dev.triglot.notebook.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JavaCellsTest {
    private final List<Map<String, String>> results = new ArrayList<>();
    private final JavaCells java = new JavaCells(new Recording());

    @AfterEach
    void close() {
        java.close();
    }

    private void run(String code) {
        java.execute(new Cell("java", code, "Cell In[1]", true));
    }

    @Test
    void showsTheLastExpression() {
        run("int a = 2;\nint[] b = {1, a};\nb");
        assertThat(results).containsExactly(Map.of("text/plain", "[1, 2]"));
        run("Display.html(\"<b>\")");
        assertThat(results.getLast()).containsEntry("text/html", "<b>");
    }

    @Test
    void tellsWhatHasChanged() {
        run("int a = 2; var list = new ArrayList<Integer>(List.of(1));");
        assertThat(java.changes()).containsEntry("a", 2).containsKey("list");
        assertThat(java.changes()).isEmpty();
        run("a = 3; list.add(4);");
        assertThat(java.changes()).containsExactly(Map.entry("a", 3));
    }

    @Test
    void takesVariablesOfOthers() {
        java.assign("n", 4);
        java.assign("text", "x");
        java.assign("nothing", null);
        run("text.repeat(n) + nothing");
        assertThat(results.getLast()).containsEntry("text/plain", "xxxxnull");
        java.assign("n", 5);
        run("n + 1");
        java.assign("n", "now text");
        run("n.length()");
        assertThat(results).extracting(r -> r.get("text/plain")).endsWith("6", "8");
        assertThat(java.changes()).doesNotContainKeys("n", "text", "nothing");
        java.remove("n");
        assertThatThrownBy(() -> run("n"))
                .isInstanceOfSatisfying(
                        CellFailure.class,
                        failure -> {
                            assertThat(failure.name()).isEqualTo("CompileError");
                            assertThat(failure.traceback().getFirst()).contains("Cell In[1]:1");
                        });
    }

    private final class Recording implements CellOutput {
        @Override
        public void stream(String name, String text) {}

        @Override
        public void display(String json) {}

        @Override
        public void update(String json) {}

        @Override
        public void result(String json) {}

        @Override
        public void page(String json) {}

        @Override
        public void clear(boolean wait) {}

        @Override
        public boolean ask(String prompt, boolean password) {
            return false;
        }

        @Override
        public @Nullable String answer() {
            return null;
        }

        @Override
        public void display(Map<String, String> data) {}

        @Override
        public void result(Map<String, String> data) {
            results.add(data);
        }
    }
}
