package dev.triglot.engine.template;

import dev.triglot.engine.template.Expression.Comparison;
import dev.triglot.engine.template.Expression.Keyword;
import dev.triglot.engine.template.Expression.Passed;
import dev.triglot.engine.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses expressions by recursive descent; from the weakest to the strongest: conditional, or, and,
 * not, comparison, + and -, ~, * and / and // and %, **, sign, filters and tests, call and
 * subscript.
 */
final class ExpressionParser {
    private static final Set<String> CONSTANTS =
            Set.of("true", "True", "false", "False", "none", "None");
    private static final Set<String> KEYWORDS =
            Set.of("and", "or", "not", "in", "is", "if", "else", "elif");
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final Tokens tokens;
    private SpecialNames mentioned = new SpecialNames();

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
    }

    static boolean isReserved(String name) {
        return CONSTANTS.contains(name) || KEYWORDS.contains(name);
    }

    /** From now on notes special names in {@code names}; gives what was noted in before. */
    SpecialNames watch(SpecialNames names) {
        SpecialNames before = mentioned;
        mentioned = names;
        return before;
    }

    Expression expression() {
        tokens.enter();
        Expression value = or();
        while (tokens.skipName("if")) {
            int line = tokens.line();
            Expression condition = or();
            Expression otherwise = tokens.skipName("else") ? expression() : null;
            value = new Expression.Conditional(condition, value, otherwise, line);
        }
        tokens.leave();
        return value;
    }

    /** One expression, or several with commas between them, which make a tuple. */
    Expression tuple(boolean conditionals) {
        int line = tokens.line();
        List<Expression> items = new ArrayList<>();
        boolean comma = false;
        while (true) {
            if (!items.isEmpty() && endsTuple()) {
                break;
            }
            items.add(conditionals ? expression() : or());
            if (!tokens.skipOperator(",")) {
                break;
            }
            comma = true;
        }
        return comma ? new Expression.TupleLiteral(items, line) : items.getFirst();
    }

    /** Expressions with commas between them, whose texts are joined. */
    Expression printed() {
        int line = tokens.line();
        List<Expression> parts = new ArrayList<>();
        do {
            parts.add(expression());
        } while (tokens.skipOperator(","));
        return new Expression.Concat(parts, line);
    }

    private boolean endsTuple() {
        return tokens.at(Kind.VARIABLE_END)
                || tokens.at(Kind.BLOCK_END)
                || tokens.atOperator(")")
                || tokens.atOperator("]");
    }

    private Expression or() {
        Expression left = and();
        while (tokens.atName("or")) {
            int line = tokens.take().line();
            left = new Expression.Or(left, and(), line);
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (tokens.atName("and")) {
            int line = tokens.take().line();
            left = new Expression.And(left, not(), line);
        }
        return left;
    }

    private Expression not() {
        if (!tokens.atName("not")) {
            return comparison();
        }
        int line = tokens.take().line();
        tokens.enter();
        Expression operand = not();
        tokens.leave();
        return new Expression.Not(operand, line);
    }

    private Expression comparison() {
        int line = tokens.line();
        Expression first = sum();
        List<Comparison> rest = new ArrayList<>();
        while (true) {
            Token token = tokens.peek();
            if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())) {
                tokens.take();
                rest.add(new Comparison(token.text(), sum()));
            } else if (tokens.skipName("in")) {
                rest.add(new Comparison("in", sum()));
            } else if (tokens.atName("not") && tokens.peekSecond().isName("in")) {
                tokens.take();
                tokens.take();
                rest.add(new Comparison("not in", sum()));
            } else {
                return rest.isEmpty() ? first : new Expression.Compare(first, rest, line);
            }
        }
    }

    private Expression sum() {
        Expression left = concat();
        while (tokens.atOperator("+") || tokens.atOperator("-")) {
            Token operator = tokens.take();
            left = new Expression.Binary(operator.text(), left, concat(), operator.line());
        }
        return left;
    }

    private Expression concat() {
        int line = tokens.line();
        Expression first = product();
        if (!tokens.atOperator("~")) {
            return first;
        }
        List<Expression> parts = new ArrayList<>();
        parts.add(first);
        while (tokens.skipOperator("~")) {
            parts.add(product());
        }
        return new Expression.Concat(parts, line);
    }

    private Expression product() {
        Expression left = power();
        while (tokens.atOperator("*")
                || tokens.atOperator("/")
                || tokens.atOperator("//")
                || tokens.atOperator("%")) {
            Token operator = tokens.take();
            left = new Expression.Binary(operator.text(), left, power(), operator.line());
        }
        return left;
    }

    private Expression power() {
        Expression left = unary(true);
        while (tokens.atOperator("**")) {
            Token operator = tokens.take();
            left = new Expression.Binary("**", left, unary(true), operator.line());
        }
        return left;
    }

    private Expression unary(boolean withFilters) {
        tokens.enter();
        int line = tokens.line();
        Expression value;
        if (tokens.skipOperator("-")) {
            value = new Expression.Negative(unary(false), line);
        } else if (tokens.skipOperator("+")) {
            value = new Expression.Positive(unary(false), line);
        } else {
            value = primary();
        }
        value = postfix(value);
        if (withFilters) {
            value = filtersAndTests(value);
        }
        tokens.leave();
        return value;
    }

    private Expression primary() {
        Token token = tokens.peek();
        int line = token.line();
        return switch (token.kind()) {
            case NAME -> name();
            case STRING -> {
                StringBuilder text = new StringBuilder();
                while (tokens.at(Kind.STRING)) {
                    text.append(tokens.take().text());
                }
                yield new Expression.Constant(text.toString(), line);
            }
            case INTEGER, FLOAT ->
                    new Expression.Constant(NumberLiteral.value(tokens.take()), line);
            default -> bracketed(line);
        };
    }

    private Expression bracketed(int line) {
        if (tokens.skipOperator("(")) {
            Expression value =
                    tokens.atOperator(")")
                            ? new Expression.TupleLiteral(List.of(), line)
                            : tuple(true);
            tokens.expectOperator(")");
            return value;
        }
        if (tokens.skipOperator("[")) {
            return new Expression.ListLiteral(items("]"), line);
        }
        if (tokens.skipOperator("{")) {
            return map(line);
        }
        throw tokens.unexpected("a value");
    }

    private Expression name() {
        if (KEYWORDS.contains(tokens.peek().text())) {
            throw tokens.unexpected("a value");
        }
        Token token = tokens.take();
        String name = token.text();
        return switch (name) {
            case "true", "True" -> new Expression.Constant(true, token.line());
            case "false", "False" -> new Expression.Constant(false, token.line());
            case "none", "None" -> new Expression.Constant(None.NONE, token.line());
            default -> {
                mentioned.mention(name);
                yield new Expression.Name(name, token.line());
            }
        };
    }

    private List<Expression> items(String close) {
        List<Expression> items = new ArrayList<>();
        while (!tokens.skipOperator(close)) {
            if (!items.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator(close)) {
                    break;
                }
            }
            items.add(expression());
        }
        return items;
    }

    private Expression map(int line) {
        List<Expression> keysAndValues = new ArrayList<>();
        while (!tokens.skipOperator("}")) {
            if (!keysAndValues.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator("}")) {
                    break;
                }
            }
            keysAndValues.add(expression());
            tokens.expectOperator(":");
            keysAndValues.add(expression());
        }
        return new Expression.MapLiteral(keysAndValues, line);
    }

    private Expression postfix(Expression start) {
        Expression value = start;
        while (true) {
            int line = tokens.line();
            if (tokens.skipOperator(".")) {
                value = attribute(value, line);
            } else if (tokens.skipOperator("[")) {
                value = subscript(value, line);
            } else if (tokens.atOperator("(")) {
                value = new Expression.Call(value, arguments(), line);
            } else {
                return value;
            }
        }
    }

    private Expression attribute(Expression target, int line) {
        if (tokens.at(Kind.INTEGER)) {
            Object index = NumberLiteral.value(tokens.take());
            return new Expression.Subscript(target, new Expression.Constant(index, line), line);
        }
        return new Expression.Attribute(
                target, tokens.expect(Kind.NAME, "an attribute's name").text(), line);
    }

    private Expression subscript(Expression target, int line) {
        Expression start = tokens.atOperator(":") ? null : tuple(true);
        if (start != null && tokens.skipOperator("]")) {
            return new Expression.Subscript(target, start, line);
        }
        tokens.expectOperator(":");
        Expression stop = sliceBound();
        Expression step = tokens.skipOperator(":") ? sliceBound() : null;
        tokens.expectOperator("]");
        return new Expression.Slice(target, start, stop, step, line);
    }

    private @Nullable Expression sliceBound() {
        return tokens.atOperator(":") || tokens.atOperator("]") ? null : expression();
    }

    /** Filters, tests and calls of their results. */
    private Expression filtersAndTests(Expression start) {
        Expression value = start;
        while (true) {
            if (tokens.atOperator("|")) {
                value = firstFilter(value);
            } else if (tokens.atName("is")) {
                value = test(value);
            } else if (tokens.atOperator("(")) {
                int line = tokens.line();
                value = new Expression.Call(value, arguments(), line);
            } else {
                return value;
            }
        }
    }

    /** Any filters on a value, each with its {@code |}. */
    Expression filters(Expression start) {
        Expression value = start;
        while (tokens.skipOperator("|")) {
            value = filter(value);
        }
        return value;
    }

    /** At least one filter on a value; the {@code |} before the first may be left out. */
    Expression firstFilter(Expression start) {
        tokens.skipOperator("|");
        return filters(filter(start));
    }

    private Expression filter(Expression target) {
        int line = tokens.line();
        String name = dottedName("a filter's name");
        Passed arguments = tokens.atOperator("(") ? arguments() : Passed.NONE;
        return new Expression.Filter(target, name, arguments, line);
    }

    private Expression test(Expression target) {
        int line = tokens.take().line();
        boolean negated = tokens.skipName("not");
        String name = dottedName("a test's name");
        Passed arguments = Passed.NONE;
        if (tokens.atOperator("(")) {
            arguments = arguments();
        } else if (startsTestArgument()) {
            tokens.enter();
            arguments = new Passed(List.of(postfix(primary())), List.of(), null, null);
            tokens.leave();
        }
        Expression test = new Expression.Test(target, name, arguments, line);
        return negated ? new Expression.Not(test, line) : test;
    }

    private boolean startsTestArgument() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> token.isOperator("[") || token.isOperator("{");
            case NAME -> {
                if (token.isName("is")) {
                    throw tokens.unexpected("'and', because tests cannot be chained,");
                }
                // Python's tests take one argument without parentheses; these names go on instead.
                yield !(token.isName("else") || token.isName("or") || token.isName("and"));
            }
            default -> false;
        };
    }

    private String dottedName(String what) {
        StringBuilder name = new StringBuilder(tokens.expect(Kind.NAME, what).text());
        while (tokens.skipOperator(".")) {
            name.append('.').append(tokens.expect(Kind.NAME, what).text());
        }
        return name.toString();
    }

    private Passed arguments() {
        tokens.expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        List<Keyword> named = new ArrayList<>();
        Expression spread = null;
        Expression spreadNamed = null;
        boolean first = true;
        while (!tokens.skipOperator(")")) {
            if (!first) {
                tokens.expectOperator(",");
                if (tokens.skipOperator(")")) {
                    break;
                }
            }
            first = false;
            if (spread == null && spreadNamed == null && tokens.skipOperator("*")) {
                spread = expression();
            } else if (spreadNamed == null && tokens.skipOperator("**")) {
                spreadNamed = expression();
            } else if (spreadNamed == null
                    && tokens.at(Kind.NAME)
                    && tokens.peekSecond().isOperator("=")) {
                String name = tokens.take().text();
                tokens.expectOperator("=");
                named.add(new Keyword(name, expression()));
            } else if (named.isEmpty() && spread == null && spreadNamed == null) {
                positional.add(expression());
            } else {
                throw tokens.unexpected("an argument with a name");
            }
        }
        return new Passed(positional, named, spread, spreadNamed);
    }
}
