package dev.triglot.notebook.language;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Cells in JavaScript. What belongs to JavaScript is written in it: {@code javascript_cells.js}. A
 * cell is rewritten so that it may await, and may declare again what an earlier run declared.
 */
public final class JavaScriptCells extends ScriptedCells {
    private static final String PARSER = "META-INF/resources/webjars/acorn/8.15.0/dist/acorn.js";

    private final EventLoop loop;
    private final Value globals;

    public JavaScriptCells(
            Context context, EventLoop loop, CellOutput output, Interrupts interrupts) {
        super(context, start(context, output), interrupts, "JavaScript");
        this.loop = loop;
        globals = context.getBindings("js");
    }

    private static Value start(Context context, CellOutput output) {
        Value acorn = context.eval(Scripts.read("js", "load_acorn.js"));
        Source parser = Scripts.readFromClassPath("js", PARSER);
        return context.eval(Scripts.read("js", "javascript_cells.js"))
                .execute(acorn.execute(parser.getCharacters().toString()), output);
    }

    @Override
    public String name() {
        return "js";
    }

    @Override
    Value run(Cell cell) {
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
    public void interrupt() {
        interrupts.interrupt();
    }
}
