package dev.triglot.launch;

import dev.triglot.notebook.language.CellOutput;
import java.io.PrintWriter;
import java.util.Map;
import org.graalvm.polyglot.HostAccess;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Shows at a terminal what lines print and evaluate to: its plain text. */
final class ReplOutput implements CellOutput {
    private final LineReader reader;
    private @Nullable String answer;

    ReplOutput(LineReader reader) {
        this.reader = reader;
    }

    @Override
    @HostAccess.Export
    public synchronized void stream(String name, String text) {
        PrintWriter out = reader.getTerminal().writer();
        out.print(text);
        out.flush();
    }

    private void show(String json) {
        String plain =
                JsonMapper.shared()
                        .readTree(json)
                        .path("data")
                        .path("text/plain")
                        .asString("");
        stream("stdout", plain + "\n");
    }

    @Override
    @HostAccess.Export
    public void display(String json) {
        show(json);
    }

    @Override
    @HostAccess.Export
    public void update(String json) {
        show(json);
    }

    @Override
    @HostAccess.Export
    public void result(String json) {
        show(json);
    }

    @Override
    @HostAccess.Export
    public void page(String json) {
        stream("stdout", JsonMapper.shared().readTree(json).path("text/plain").asString("") + "\n");
    }

    @Override
    @HostAccess.Export
    public void clear(boolean wait) {}

    @Override
    @HostAccess.Export
    public boolean ask(String prompt, boolean password) {
        try {
            answer = password ? reader.readLine(prompt, '*') : reader.readLine(prompt);
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
        stream("stdout", data.getOrDefault("text/plain", "") + "\n");
    }

    @Override
    public void result(Map<String, String> data) {
        display(data);
    }
}
