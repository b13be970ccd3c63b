package dev.triglot.launch;

import dev.triglot.polyglot.host.Guest;
import dev.triglot.polyglot.host.TriglotHost;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalInt;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;

/** Python at a terminal. What belongs to Python is written in it: {@code python_shell.py}. */
final class PythonShell implements ShellLanguage {
    private static final int INTERRUPTED = 130;

    private final TriglotHost host;
    private final Guest guest;
    private final Value shell;

    PythonShell(Invocation invocation, InputStream in, OutputStream out) {
        host = PythonHosts.of(invocation, in, out, out);
        guest = host.newGuest();
        Context context = guest.context();
        Value launch = context.eval(PythonHosts.source("launch.py"));
        Value makes = context.eval(PythonHosts.source("python_shell.py"));
        shell = makes.execute(launch, invocation.sandboxed());
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
            guest.close();
        } finally {
            host.close();
        }
    }
}
