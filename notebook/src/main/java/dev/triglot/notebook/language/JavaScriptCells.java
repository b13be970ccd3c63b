package dev.triglot.notebook.language;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Cells in JavaScript. What belongs to JavaScript is written in it: {@code javascript_cells.js}. A
 * cell is rewritten so that it may await, and may declare again what an earlier run declared.
 */
public final class JavaScriptCells implements CellLanguage {
    private static final String PARSER = "META-INF/resources/webjars/acorn/8.15.0/dist/acorn.js";

    private final Context context;
    private final Interrupts interrupts;
    private final EventLoop loop;
    private final Value cells;
    private final Value globals;
    private final Set<String> reserved;

    public JavaScriptCells(
            Context context, EventLoop loop, CellOutput output, Interrupts interrupts) {
        this.context = context;
        this.loop = loop;
        this.interrupts = interrupts;
        Value acorn = context.eval(Scripts.read("js", "load_acorn.js"));
        Source parser = Scripts.readFromClassPath("js", PARSER);
        cells =
                context.eval(Scripts.read("js", "javascript_cells.js"))
                        .execute(acorn.execute(parser.getCharacters().toString()), output);
        globals = context.getBindings("js");
        reserved = Set.copyOf(strings(cells.invokeMember("reserved")));
    }

    @Override
    public String name() {
        return "js";
    }

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
            throw Failures.of(e, "JavaScript");
        }
    }

    /** The failure as an array of name, message and traceback; null for none. */
    private Value run(Cell cell) {
        Value prepared = cells.invokeMember("prepare", cell.code(), cell.file());
        if (prepared.hasArrayElements()) {
            return prepared;
        }
        Source source =
                Source.newBuilder("js", prepared.asString(), cell.file())
                        .cached(false)
                        .buildLiteral();
        cells.invokeMember("watch", context.eval(source), cell.file(), cell.code());
        loop.runUntil(() -> cells.invokeMember("settled").asBoolean());
        return cells.invokeMember("finish", cell.showResult());
    }

    @Override
    public Completions complete(String code, int position) {
        Value answer = cells.invokeMember("complete", code.substring(0, position));
        return new Completions(
                strings(answer.getArrayElement(0)),
                position - answer.getArrayElement(1).asInt(),
                position);
    }

    @Override
    public Optional<Map<String, String>> inspect(String code, int position, boolean detailed) {
        Value answer = cells.invokeMember("inspect", code, position, detailed);
        return answer.isNull()
                ? Optional.empty()
                : Optional.of(Map.of("text/plain", answer.asString()));
    }

    @Override
    public Completeness completeness(String code) {
        return Completeness.of(Status.valueOf(cells.invokeMember("completeness", code).asString()));
    }

    @Override
    public SequencedMap<String, @Nullable Object> changes() {
        SequencedMap<String, @Nullable Object> variables = new LinkedHashMap<>();
        for (String name : strings(cells.invokeMember("changes"))) {
            variables.put(name, Values.toJava(globals.getMember(name)));
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
        interrupts.interrupt();
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
