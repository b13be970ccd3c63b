package dev.triglot.launch;

import dev.triglot.polyglot.host.TriglotHost;
import java.util.List;
import java.util.OptionalInt;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jline.terminal.Terminal;

/** Python at a terminal. What belongs to Python is written in it: {@code python_shell.py}. */
final class PythonShell implements ShellLanguage {
    private static final int INTERRUPTED = 130;

    private final TriglotHost host;
    private final Context context;
    private final Value shell;

    PythonShell(Invocation invocation, Terminal terminal) {
        host = PythonHosts.of(invocation, terminal.input(), terminal.output(), terminal.output());
        context = host.newContext();
        Value launch = context.eval(PythonHosts.source("launch.py"));
        shell = context.eval(PythonHosts.source("python_shell.py")).execute(launch);
    }

    @Override
    public String name() {
        return "python";
    }

    @Override
    public String greeting() {
        return shell.invokeMember("greeting").asString();
    }

    @Override
    public String prompt() {
        return ">>> ";
    }

    @Override
    public String interrupted() {
        return "KeyboardInterrupt";
    }

    @Override
    public boolean isIncomplete(String text) {
        return shell.invokeMember("is_incomplete", text).asBoolean();
    }

    @Override
    public List<String> complete(String text, String word) {
        return List.of(shell.invokeMember("complete", word).as(String[].class));
    }

    @Override
    public OptionalInt evaluate(String text) {
        try {
            Value exitCode = shell.invokeMember("evaluate", text);
            return exitCode.isNull() ? OptionalInt.empty() : OptionalInt.of(exitCode.asInt());
        } catch (PolyglotException e) {
            return OptionalInt.of(e.isExit() ? e.getExitStatus() : INTERRUPTED);
        }
    }

    @Override
    public int end(int exitCode) {
        return shell.invokeMember("end", exitCode).asInt();
    }

    @Override
    public void close() {
        try {
            context.close(true);
        } finally {
            host.close();
        }
    }
}
