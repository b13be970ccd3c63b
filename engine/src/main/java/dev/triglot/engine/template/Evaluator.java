package dev.triglot.engine.template;

import dev.triglot.engine.template.Statement.Captured;
import dev.triglot.engine.template.Statement.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs statements. */
final class Evaluator {
    /** How a statement ended. */
    private enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    private final Rendering rendering;
    private final ExpressionEvaluator expressions;

    Evaluator(Rendering rendering) {
        this.rendering = rendering;
        expressions = new ExpressionEvaluator(rendering);
    }

    ExpressionEvaluator expressions() {
        return expressions;
    }

    /** The text that statements write. */
    String capture(List<Statement> statements, Scope scope) {
        StringBuilder out = new StringBuilder();
        run(statements, scope, out);
        return out.toString();
    }

    private Flow run(List<Statement> statements, Scope scope, StringBuilder out) {
        rendering.enter();
        Flow flow = Flow.NEXT;
        for (int i = 0; flow == Flow.NEXT && i < statements.size(); i++) {
            rendering.step();
            flow = run(statements.get(i), scope, out);
        }
        rendering.leave();
        return flow;
    }

    private Flow run(Statement statement, Scope scope, StringBuilder out) {
        switch (statement) {
            case Statement.Text text -> write(text.text(), out);
            case Statement.Output output -> {
                rendering.at(output.value().line());
                write(Text.of(rendering, expressions.evaluate(output.value(), scope)), out);
            }
            case Statement.If branches -> {
                return branch(branches, scope, out);
            }
            case Statement.For loop -> {
                return loop(loop, scope, out);
            }
            case Statement.Set set ->
                    bind(set.target(), expressions.evaluate(set.value(), scope), scope);
            case Statement.SetBlock set -> bind(set.target(), captured(set.text(), scope), scope);
            case Statement.FilterBlock filter ->
                    write(Text.of(rendering, captured(filter.text(), scope)), out);
            case Statement.MacroDefinition macro ->
                    scope.set(
                            macro.signature().name(),
                            new Macro(this, macro.signature(), macro.body(), scope));
            case Statement.CallBlock block -> write(call(block, scope), out);
            case Statement.With with -> {
                Scope inner = scope.inner();
                for (int i = 0; i < with.targets().size(); i++) {
                    Object value = expressions.evaluate(with.values().get(i), scope);
                    bind(with.targets().get(i), value, inner);
                }
                return run(with.body(), inner, out);
            }
            case Statement.Scoped block -> {
                return run(block.body(), scope.inner(), out);
            }
            case Statement.Break end -> {
                return Flow.BREAK;
            }
            case Statement.Continue next -> {
                return Flow.CONTINUE;
            }
        }
        return Flow.NEXT;
    }

    private void write(String text, StringBuilder out) {
        rendering.buildChars(text.length());
        out.append(text);
    }

    private Flow branch(Statement.If branches, Scope scope, StringBuilder out) {
        for (Statement.Branch branch : branches.branches()) {
            if (Values.truth(expressions.evaluate(branch.condition(), scope))) {
                return run(branch.body(), scope, out);
            }
        }
        return run(branches.otherwise(), scope, out);
    }

    private Flow loop(Statement.For loop, Scope scope, StringBuilder out) {
        Object iterable = expressions.evaluate(loop.iterable(), scope);
        rendering.at(loop.line());
        List<Object> items = Values.items(rendering, iterable);
        if (loop.filter() != null) {
            items = selected(loop, loop.filter(), items, scope);
        }
        Loop state = new Loop(items);
        for (int i = 0; i < items.size(); i++) {
            state.moveTo(i);
            rendering.scope();
            Scope inner = scope.inner();
            inner.set("loop", state);
            bind(loop.target(), items.get(i), inner);
            if (run(loop.body(), inner, out) == Flow.BREAK) {
                break;
            }
        }
        return items.isEmpty() ? run(loop.otherwise(), scope.inner(), out) : Flow.NEXT;
    }

    private List<Object> selected(
            Statement.For loop, Expression filter, List<Object> items, Scope scope) {
        rendering.buildItems(items.size());
        List<Object> selected = new ArrayList<>();
        for (Object item : items) {
            rendering.scope();
            Scope inner = scope.inner();
            bind(loop.target(), item, inner);
            if (Values.truth(expressions.evaluate(filter, inner))) {
                selected.add(item);
            }
        }
        return selected;
    }

    private Object captured(Captured captured, Scope scope) {
        Scope inner = scope.inner();
        String text = capture(captured.body(), inner);
        inner.set(Captured.TEXT, text);
        return expressions.evaluate(captured.value(), inner);
    }

    private String call(Statement.CallBlock block, Scope scope) {
        Object callee = expressions.evaluate(block.call().callee(), scope);
        Arguments arguments = expressions.arguments(block.call().arguments(), scope);
        Map<String, Object> named = new LinkedHashMap<>(arguments.named());
        named.put("caller", new Macro(this, block.signature(), block.body(), scope));
        Arguments withCaller = new Arguments(arguments.positional(), named);
        return Text.of(rendering, expressions.call(callee, withCaller, block.call().line()));
    }

    private void bind(Target target, Object value, Scope scope) {
        switch (target) {
            case Target.Variable variable -> scope.set(variable.name(), value);
            case Target.NamespaceAttribute attribute -> {
                if (!(scope.get(attribute.variable()) instanceof Namespace namespace)) {
                    rendering.at(attribute.line());
                    throw rendering.error(
                            "'"
                                    + attribute.variable()
                                    + "' is no namespace, so its attributes cannot be set;"
                                    + " make it with namespace()");
                }
                namespace.attributes().put(attribute.attribute(), value);
            }
            case Target.Unpacked unpacked -> {
                List<Object> items = Values.items(rendering, value);
                rendering.pay(unpacked.targets().size());
                if (items.size() != unpacked.targets().size()) {
                    rendering.at(unpacked.line());
                    throw rendering.error(
                            items.size()
                                    + " values cannot be bound to "
                                    + unpacked.targets().size()
                                    + " names; name as many as there are");
                }
                for (int i = 0; i < items.size(); i++) {
                    bind(unpacked.targets().get(i), items.get(i), scope);
                }
            }
        }
    }
}
