package dev.triglot.launch;

import dev.triglot.notebook.language.CellOutput;
import java.io.PrintWriter;
import java.util.Map;
import org.graalvm.polyglot.HostAccess;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows at a terminal what lines print and evaluate to: its plain text. */
final class ShellOutput implements CellOutput {
    private static final String PLAIN = "text/plain";

    private final Terminal terminal;
    private final LineReader questions;
    private @Nullable String answer;

    ShellOutput(Terminal terminal) {
        this.terminal = terminal;
        questions = LineReaderBuilder.builder().terminal(terminal).build();
    }

    @Override
    @HostAccess.Export
    public synchronized void stream(String name, String text) {
        PrintWriter out = terminal.writer();
        out.print(text);
        out.flush();
    }

    private void show(JsonNode data) {
        stream("stdout", data.path(PLAIN).asString("") + "\n");
    }

    private void showBundle(String json) {
        show(JsonMapper.shared().readTree(json).path("data"));
    }

    @Override
    @HostAccess.Export
    public void display(String json) {
        showBundle(json);
    }

    @Override
    @HostAccess.Export
    public void update(String json) {
        showBundle(json);
    }

    @Override
    @HostAccess.Export
    public void result(String json) {
        showBundle(json);
    }

    @Override
    @HostAccess.Export
    public void page(String json) {
        show(JsonMapper.shared().readTree(json));
    }

    /** What a terminal has shown stays. */
    @Override
    @HostAccess.Export
    public void clear(boolean wait) {}

    @Override
    @HostAccess.Export
    public boolean ask(String prompt, boolean password) {
        try {
            answer = password ? questions.readLine(prompt, '*') : questions.readLine(prompt);
            return true;
        } catch (UserInterruptException | EndOfFileException e) {
            return false;
        }
    }

    @Override
    @HostAccess.Export
    public @Nullable String answer() {
        return answer;
    }

    @Override
    public void display(Map<String, String> data) {
        stream("stdout", data.getOrDefault(PLAIN, "") + "\n");
    }

    @Override
    public void result(Map<String, String> data) {
        display(data);
    }
}
