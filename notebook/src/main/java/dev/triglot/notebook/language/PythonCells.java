package dev.triglot.notebook.language;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Cells in Python. What belongs to Python is written in it: {@code python_cells.py}. */
public final class PythonCells extends ScriptedCells {
    public PythonCells(Context context, CellOutput output, Interrupts interrupts) {
        super(context, start(context, output), interrupts, "python");
    }

    private static Value start(Context context, CellOutput output) {
        Value showing = context.eval(Scripts.read("python", "python_display.py"));
        return context.eval(Scripts.read("python", "python_cells.py")).execute(showing, output);
    }

    @Override
    public String name() {
        return "python";
    }

    @Override
    Value run(Cell cell) {
        return cells.invokeMember("execute", cell.code(), cell.file(), cell.showResult());
    }

    @Override
    public Completions complete(String code, int position) {
        Value answer = cells.invokeMember("complete", code.substring(0, position));
        List<String> matches = strings(answer.getArrayElement(0));
        return new Completions(
                matches, position - answer.getArrayElement(1).asString().length(), position);
    }

    /** The values of expressions that a front end asks for, each a reply's content in JSON. */
    public Map<String, String> evaluate(Map<String, String> expressions) {
        Map<String, String> answers = new HashMap<>();
        expressions.forEach(
                (name, code) -> answers.put(name, cells.invokeMember("evaluate", code).asString()));
        return answers;
    }

    @Override
    public Completeness completeness(String code) {
        Value answer = cells.invokeMember("completeness", code);
        return new Completeness(
                Status.valueOf(answer.getArrayElement(0).asString().toUpperCase(Locale.ROOT)),
                answer.getArrayElement(1).asString());
    }

    @Override
    public SequencedMap<String, @Nullable Object> changes() {
        Value changes = cells.invokeMember("changes");
        Value names = changes.getArrayElement(0);
        Value values = changes.getArrayElement(1);
        SequencedMap<String, @Nullable Object> variables = new LinkedHashMap<>();
        for (long i = 0; i < names.getArraySize(); i++) {
            variables.put(
                    names.getArrayElement(i).asString(), Values.toJava(values.getArrayElement(i)));
        }
        return variables;
    }

    @Override
    public void interrupt() {
        interrupts.interruptPython();
    }
}
