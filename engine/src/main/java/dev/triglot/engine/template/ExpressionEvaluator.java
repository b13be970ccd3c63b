package dev.triglot.engine.template;

import dev.triglot.engine.template.Expression.Comparison;
import dev.triglot.engine.template.Expression.Keyword;
import dev.triglot.engine.template.Expression.Passed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions in a scope. */
final class ExpressionEvaluator {
    private final Rendering rendering;

    ExpressionEvaluator(Rendering rendering) {
        this.rendering = rendering;
    }

    Object evaluate(Expression expression, Scope scope) {
        rendering.enter();
        Object value =
                switch (expression) {
                    case Expression.Constant constant -> constant.value();
                    case Expression.Name name -> name(name, scope);
                    case Expression.Attribute attribute -> {
                        Object target = evaluate(attribute.target(), scope);
                        rendering.at(attribute.line());
                        yield Attributes.attribute(rendering, target, attribute.name());
                    }
                    case Expression.Subscript subscript -> {
                        Object target = evaluate(subscript.target(), scope);
                        Object key = evaluate(subscript.key(), scope);
                        rendering.at(subscript.line());
                        yield Attributes.item(rendering, target, key);
                    }
                    case Expression.Compare compare -> compare(compare, scope);
                    case Expression.Binary binary -> {
                        Object left = evaluate(binary.left(), scope);
                        Object right = evaluate(binary.right(), scope);
                        rendering.at(binary.line());
                        yield Operators.apply(rendering, binary.operator(), left, right);
                    }
                    case Expression.And and -> {
                        Object left = evaluate(and.left(), scope);
                        yield Values.truth(left) ? evaluate(and.right(), scope) : left;
                    }
                    case Expression.Or or -> {
                        Object left = evaluate(or.left(), scope);
                        yield Values.truth(left) ? left : evaluate(or.right(), scope);
                    }
                    case Expression.Not not -> !Values.truth(evaluate(not.operand(), scope));
                    case Expression.Test test -> {
                        Object target = evaluate(test.target(), scope);
                        Arguments arguments = arguments(test.arguments(), scope);
                        rendering.at(test.line());
                        yield Tests.apply(rendering, test.name(), target, arguments);
                    }
                    case Expression.Filter filter -> {
                        Object target = evaluate(filter.target(), scope);
                        Arguments arguments = arguments(filter.arguments(), scope);
                        rendering.at(filter.line());
                        yield Filters.apply(rendering, filter.name(), target, arguments);
                    }
                    case Expression.Call call -> {
                        Object callee = evaluate(call.callee(), scope);
                        Arguments arguments = arguments(call.arguments(), scope);
                        yield call(callee, arguments, call.line());
                    }
                    case Expression.Concat concat -> concat(concat, scope);
                    case Expression.Conditional conditional -> conditional(conditional, scope);
                    case Expression.ListLiteral list -> items(list.items(), scope);
                    case Expression.TupleLiteral tuple -> new Tuple(items(tuple.items(), scope));
                    case Expression.MapLiteral map -> map(map, scope);
                    case Expression.Slice slice -> slice(slice, scope);
                    case Expression.Negative negative -> {
                        Object operand = evaluate(negative.operand(), scope);
                        rendering.at(negative.line());
                        yield Operators.negative(rendering, operand);
                    }
                    case Expression.Positive positive -> {
                        Object operand = evaluate(positive.operand(), scope);
                        rendering.at(positive.line());
                        yield Operators.positive(rendering, operand);
                    }
                };
        rendering.leave();
        return value;
    }

    private Object name(Expression.Name name, Scope scope) {
        Object value = scope.get(name.name());
        if (value == null) {
            value = Globals.get(name.name());
        }
        return value == null ? new Undefined("'" + name.name() + "' is undefined") : value;
    }

    private boolean compare(Expression.Compare compare, Scope scope) {
        Object left = evaluate(compare.first(), scope);
        for (Comparison comparison : compare.rest()) {
            Object right = evaluate(comparison.operand(), scope);
            rendering.at(compare.line());
            if (!Comparisons.apply(rendering, comparison.operator(), left, right)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    Object call(Object callee, Arguments arguments, int line) {
        rendering.at(line);
        return switch (callee) {
            case Callable callable -> callable.call(rendering, arguments);
            case Undefined undefined -> throw Values.undefined(rendering, undefined);
            default -> throw rendering.error(Values.typeName(callee) + " cannot be called");
        };
    }

    private String concat(Expression.Concat concat, Scope scope) {
        List<String> texts = new ArrayList<>(concat.parts().size());
        long chars = 0;
        for (Expression part : concat.parts()) {
            String text = Text.of(rendering, evaluate(part, scope));
            texts.add(text);
            chars += text.length();
        }
        rendering.at(concat.line());
        rendering.buildChars(chars);
        return String.join("", texts);
    }

    private Object conditional(Expression.Conditional conditional, Scope scope) {
        if (Values.truth(evaluate(conditional.condition(), scope))) {
            return evaluate(conditional.then(), scope);
        }
        Expression otherwise = conditional.otherwise();
        return otherwise == null
                ? new Undefined("the condition is false and there is no 'else'")
                : evaluate(otherwise, scope);
    }

    private List<Object> items(List<Expression> expressions, Scope scope) {
        rendering.buildItems(expressions.size());
        List<Object> items = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            items.add(evaluate(expression, scope));
        }
        return items;
    }

    private Object map(Expression.MapLiteral literal, Scope scope) {
        List<Object> items = items(literal.keysAndValues(), scope);
        rendering.at(literal.line());
        // An entry takes some four references.
        rendering.buildItems(items.size() * 2L);
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i += 2) {
            Object key = Keys.of(rendering, items.get(i));
            map.put(Keys.present(rendering, map, key), items.get(i + 1));
        }
        return map;
    }

    private Object slice(Expression.Slice slice, Scope scope) {
        Object target = evaluate(slice.target(), scope);
        Long start = bound(slice.start(), scope);
        Long stop = bound(slice.stop(), scope);
        Long step = bound(slice.step(), scope);
        rendering.at(slice.line());
        if (target instanceof Undefined undefined) {
            throw Values.undefined(rendering, undefined);
        }
        if (!(target instanceof String) && Values.sequence(target) == null) {
            return new Undefined(Values.typeName(target) + " cannot be sliced");
        }
        return Slices.slice(rendering, target, start, stop, step);
    }

    private @Nullable Long bound(@Nullable Expression expression, Scope scope) {
        if (expression == null) {
            return null;
        }
        return switch (evaluate(expression, scope)) {
            case None none -> null;
            case Long number -> number;
            case Boolean flag -> flag ? 1L : 0L;
            default -> {
                rendering.at(expression.line());
                throw rendering.error("the bound of a slice must be an integer");
            }
        };
    }

    Arguments arguments(Passed passed, Scope scope) {
        if (passed.isEmpty()) {
            return Arguments.NONE;
        }
        List<Object> positional = items(passed.positional(), scope);
        Map<String, Object> named = new LinkedHashMap<>();
        for (Keyword keyword : passed.named()) {
            named.put(keyword.name(), evaluate(keyword.value(), scope));
        }
        if (passed.spread() != null) {
            List<Object> more = Values.items(rendering, evaluate(passed.spread(), scope));
            rendering.buildItems(more.size());
            positional.addAll(more);
        }
        if (passed.spreadNamed() != null) {
            if (!(evaluate(passed.spreadNamed(), scope) instanceof Map<?, ?> map)) {
                throw rendering.error("'**' before an argument takes a mapping");
            }
            rendering.buildItems(4L * map.size());
            map.forEach((key, value) -> named.put(Text.of(rendering, key), value));
        }
        return new Arguments(positional, named);
    }
}
