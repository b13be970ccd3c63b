package dev.triglot.notebook.language;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Cells of a guest language, most of whose work is written in the language itself: an object of the
 * context, whose members are called here.
 */
abstract class ScriptedCells implements CellLanguage {
    final Value cells;
    final Interrupts interrupts;
    final Context context;
    private final String label;
    private final Set<String> reserved;

    /**
     * @param label the language's name in errors of its runtime
     */
    ScriptedCells(Context context, Value cells, Interrupts interrupts, String label) {
        this.context = context;
        this.cells = cells;
        this.interrupts = interrupts;
        this.label = label;
        reserved = Set.copyOf(strings(cells.invokeMember("reserved")));
    }

    /** Runs a cell; gives its failure as an array of name, message and traceback, or null. */
    abstract Value run(Cell cell);

    @Override
    public void execute(Cell cell) {
        try {
            Value failure = interrupts.during(() -> run(cell), context);
            if (!failure.isNull()) {
                throw new CellFailure(
                        failure.getArrayElement(0).asString(),
                        failure.getArrayElement(1).asString(),
                        strings(failure.getArrayElement(2)));
            }
        } catch (PolyglotException e) {
            throw Failures.of(e, label);
        }
    }

    @Override
    public Optional<Map<String, String>> inspect(String code, int position, boolean detailed) {
        Value answer = cells.invokeMember("inspect", code, position, detailed);
        return answer.isNull()
                ? Optional.empty()
                : Optional.of(Map.of("text/plain", answer.asString()));
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
    public Set<String> reserved() {
        return reserved;
    }

    @Override
    public void close() {
        context.close(true);
    }

    static List<String> strings(Value list) {
        return List.of(list.as(String[].class));
    }
}
