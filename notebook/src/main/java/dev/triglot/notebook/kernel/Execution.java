package dev.triglot.notebook.kernel;

import dev.triglot.notebook.language.Cell;
import dev.triglot.notebook.language.CellFailure;
import dev.triglot.notebook.language.CellLanguage;
import dev.triglot.notebook.language.SharedVariables;
import dev.triglot.notebook.protocol.Message;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs cells, and passes variables on between their languages. */
final class Execution {
    private final Languages languages;
    private final Frontend frontend;
    private final History history;
    private final SharedVariables variables = new SharedVariables();
    private int count;

    Execution(Languages languages, Frontend frontend, History history) {
        this.languages = languages;
        this.frontend = frontend;
        this.history = history;
    }

    int count() {
        return count;
    }

    /** Runs the cell of an {@code execute_request} and returns the content of the reply. */
    ObjectNode run(JsonNode request) {
        String text = request.path("code").asString("");
        boolean silent = request.path("silent").asBoolean(false);
        boolean stored = !silent && request.path("store_history").asBoolean(true);
        if (stored) {
            count++;
        }
        frontend.beginCell(count, silent, request.path("allow_stdin").asBoolean(true));
        if (!silent) {
            frontend.publish(
                    "execute_input",
                    Message.json().put("code", text).put("execution_count", count));
        }
        ObjectNode answer = answer(text, silent, request.path("user_expressions"));
        if (stored) {
            history.add(count, text, frontend.resultText());
        }
        return answer.put("execution_count", count);
    }

    private ObjectNode answer(String text, boolean silent, JsonNode expressions) {
        CellFailure failure = execute(Cell.of(text, count, !silent));
        if (failure == null) {
            ObjectNode answer = Message.json().put("status", "ok");
            answer.set("payload", frontend.payload());
            answer.set("user_expressions", evaluate(expressions));
            return answer;
        }
        ObjectNode error = frontend.error(failure.name(), failure.message(), failure.traceback());
        frontend.publish("error", error.deepCopy());
        error.putArray("payload");
        error.putObject("user_expressions");
        return error.put("status", "error");
    }

    private @Nullable CellFailure execute(Cell cell) {
        try {
            CellLanguage language = languages.get(cell.language());
            variables.give(language);
            languages.running(language);
            try {
                language.execute(cell);
            } finally {
                languages.running(null);
                variables.take(language);
            }
            return null;
        } catch (CellFailure e) {
            return e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return unexpected(e);
        }
    }

    /** An error of the kernel's own ends the cell only, and is told whole. */
    private static CellFailure unexpected(Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return new CellFailure(
                e.getClass().getSimpleName(),
                String.valueOf(e.getMessage()),
                List.of(trace.toString().split("\n", -1)));
    }

    private ObjectNode evaluate(JsonNode expressions) {
        Map<String, String> asked = new LinkedHashMap<>();
        expressions.properties().forEach(e -> asked.put(e.getKey(), e.getValue().asString("")));
        ObjectNode answers = Message.json();
        if (!asked.isEmpty()) {
            languages
                    .python()
                    .evaluate(asked)
                    .forEach((name, json) -> answers.set(name, JsonMapper.shared().readTree(json)));
        }
        return answers;
    }
}
