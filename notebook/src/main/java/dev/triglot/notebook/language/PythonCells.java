package dev.triglot.notebook.language;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Cells in Python. What belongs to Python is written in it: {@code python_cells.py}. */
public final class PythonCells implements CellLanguage {
    private static final String FILE = "python_cells.py";

    private final Context context;
    private final Value cells;
    private final Interrupts interrupts;
    private final Set<String> reserved;

    public PythonCells(Context context, CellOutput output, Interrupts interrupts) {
        this.context = context;
        this.interrupts = interrupts;
        cells = context.eval(Scripts.read("python", FILE)).execute(output);
        reserved = Set.copyOf(strings(cells.invokeMember("reserved")));
    }

    @Override
    public String name() {
        return "python";
    }

    @Override
    public void execute(Cell cell) {
        try {
            Value failure =
                    interrupts.during(
                            () ->
                                    cells.invokeMember(
                                            "execute", cell.code(), cell.file(), cell.showResult()),
                            context);
            if (!failure.isNull()) {
                throw new CellFailure(
                        failure.getArrayElement(0).asString(),
                        failure.getArrayElement(1).asString(),
                        strings(failure.getArrayElement(2)));
            }
        } catch (PolyglotException e) {
            throw Failures.of(e, "python");
        }
    }

    @Override
    public Completions complete(String code, int position) {
        Value answer = cells.invokeMember("complete", code.substring(0, position));
        List<String> matches = strings(answer.getArrayElement(0));
        return new Completions(
                matches, position - answer.getArrayElement(1).asString().length(), position);
    }

    @Override
    public Optional<Map<String, String>> inspect(String code, int position, boolean detailed) {
        Value answer = cells.invokeMember("inspect", code, position, detailed);
        return answer.isNull()
                ? Optional.empty()
                : Optional.of(Map.of("text/plain", answer.asString()));
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
    public List<String> removals() {
        return strings(cells.invokeMember("removals"));
    }

    @Override
    public void assign(String name, @Nullable Object value) {
        cells.invokeMember("assign", name, value);
    }

    @Override
    public void remove(String name) {
        cells.invokeMember("remove", name);
    }

    @Override
    public void interrupt() {
        interrupts.interruptPython();
    }

    @Override
    public Set<String> reserved() {
        return reserved;
    }

    @Override
    public void close() {
        context.close(true);
    }

    private static List<String> strings(Value list) {
        return List.of(list.as(String[].class));
    }
}
