package dev.triglot.engine.template;

import dev.triglot.engine.template.Expression.Call;
import dev.triglot.engine.template.Statement.Branch;
import dev.triglot.engine.template.Statement.Captured;
import dev.triglot.engine.template.Statement.Signature;
import dev.triglot.engine.template.Statement.Target;
import dev.triglot.engine.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses statements: text, {@code {{ }}} and {@code {% %}}. */
final class Parser {
    private final Tokens tokens;
    private final ExpressionParser expressions;
    private int loops;

    private Parser(Tokens tokens) {
        this.tokens = tokens;
        expressions = new ExpressionParser(tokens);
    }

    static List<Statement> parse(String source) {
        Parser parser = new Parser(new Tokens(Lexer.tokens(source)));
        List<Statement> statements = parser.body();
        if (!parser.tokens.at(Kind.END)) {
            throw parser.tokens.unexpected("a statement that is open here");
        }
        return statements;
    }

    /** Statements up to the end of the source, or to the name in a tag that ends them. */
    private List<Statement> body(String... endTags) {
        tokens.enter();
        List<Statement> statements = new ArrayList<>();
        while (true) {
            switch (tokens.peek().kind()) {
                case DATA -> statements.add(new Statement.Text(tokens.take().text()));
                case VARIABLE_BEGIN -> {
                    tokens.take();
                    statements.add(new Statement.Output(expressions.tuple(true)));
                    tokens.expect(Kind.VARIABLE_END, "'}}'");
                }
                case BLOCK_BEGIN -> {
                    tokens.take();
                    for (String tag : endTags) {
                        if (tokens.atName(tag)) {
                            tokens.leave();
                            return statements;
                        }
                    }
                    statements.add(statement(endTags));
                    tokens.expect(Kind.BLOCK_END, "'%}'");
                }
                default -> {
                    if (endTags.length > 0) {
                        throw tokens.unexpected("'{% " + endTags[endTags.length - 1] + " %}'");
                    }
                    tokens.leave();
                    return statements;
                }
            }
        }
    }

    /** A body after its opening tag, with the name of the tag that ends it taken. */
    private List<Statement> block(String endTag) {
        tokens.expect(Kind.BLOCK_END, "'%}'");
        List<Statement> body = body(endTag);
        tokens.expectName(endTag);
        return body;
    }

    private Statement statement(String... endTags) {
        Token name = tokens.expect(Kind.NAME, "the name of a statement");
        return switch (name.text()) {
            case "if" -> ifStatement();
            case "for" -> forStatement(name.line());
            case "set" -> setStatement();
            case "macro" -> macro();
            case "call" -> callBlock(name.line());
            case "filter" -> new Statement.FilterBlock(filtered("endfilter"));
            case "with" -> with();
            case "generation" -> new Statement.Scoped(block("endgeneration"));
            case "print" -> new Statement.Output(expressions.printed());
            case "break" -> loopControl(name, new Statement.Break());
            case "continue" -> loopControl(name, new Statement.Continue());
            default ->
                    throw Errors.at(
                            name.line(),
                            "'{% "
                                    + name.text()
                                    + " %}' is no statement that chat templates know"
                                    + (endTags.length > 0
                                            ? "; expected '{% "
                                                    + endTags[endTags.length - 1]
                                                    + " %}' next"
                                            : "; use if, for, set, macro, call, filter, with or"
                                                    + " generation"));
        };
    }

    private Statement ifStatement() {
        List<Branch> branches = new ArrayList<>();
        List<Statement> otherwise = List.of();
        do {
            Expression condition = expressions.tuple(false);
            tokens.expect(Kind.BLOCK_END, "'%}'");
            branches.add(new Branch(condition, body("elif", "else", "endif")));
        } while (tokens.skipName("elif"));
        if (tokens.skipName("else")) {
            otherwise = block("endif");
        } else {
            tokens.expectName("endif");
        }
        return new Statement.If(branches, otherwise);
    }

    private Statement forStatement(int line) {
        Target target = targets();
        tokens.expectName("in");
        Expression iterable = expressions.tuple(false);
        Expression filter = tokens.skipName("if") ? expressions.expression() : null;
        if (tokens.atName("recursive")) {
            throw Errors.at(line, "recursive loops are not supported; use a macro");
        }
        tokens.expect(Kind.BLOCK_END, "'%}'");
        loops++;
        List<Statement> body = body("else", "endfor");
        loops--;
        List<Statement> otherwise = List.of();
        if (tokens.skipName("else")) {
            otherwise = block("endfor");
        } else {
            tokens.expectName("endfor");
        }
        return new Statement.For(target, iterable, filter, body, otherwise, line);
    }

    private Statement setStatement() {
        Target target = targets();
        if (tokens.skipOperator("=")) {
            return new Statement.Set(target, expressions.tuple(true));
        }
        return new Statement.SetBlock(target, filtered("endset"));
    }

    private Captured filtered(String endTag) {
        Expression text = new Expression.Name(Captured.TEXT, tokens.line());
        Expression value =
                endTag.equals("endfilter")
                        ? expressions.firstFilter(text)
                        : expressions.filters(text);
        return new Captured(block(endTag), value);
    }

    private Statement macro() {
        String name = tokens.expect(Kind.NAME, "the macro's name").text();
        return function(name, "endmacro", null);
    }

    private Statement callBlock(int line) {
        List<String> parameters = new ArrayList<>();
        List<Expression> defaults = new ArrayList<>();
        if (tokens.atOperator("(")) {
            parameters(parameters, defaults);
        }
        if (!(expressions.expression() instanceof Call call)) {
            throw Errors.at(line, "'{% call %}' takes a call such as macro(1)");
        }
        return function("caller", "endcall", new CallHead(parameters, defaults, call));
    }

    private record CallHead(List<String> parameters, List<Expression> defaults, Call call) {}

    private Statement function(String name, String endTag, @Nullable CallHead head) {
        List<String> parameters = head == null ? new ArrayList<>() : head.parameters();
        List<Expression> defaults = head == null ? new ArrayList<>() : head.defaults();
        if (head == null) {
            parameters(parameters, defaults);
        }
        int outerLoops = loops;
        loops = 0;
        SpecialNames mentioned = expressions.watch(new SpecialNames());
        List<Statement> body = block(endTag);
        SpecialNames own = expressions.watch(mentioned);
        loops = outerLoops;
        Signature signature =
                new Signature(
                        name,
                        List.copyOf(parameters),
                        List.copyOf(defaults),
                        own.caller && !parameters.contains("caller"),
                        own.varargs && !parameters.contains("varargs"),
                        own.kwargs && !parameters.contains("kwargs"));
        return head == null
                ? new Statement.MacroDefinition(signature, body)
                : new Statement.CallBlock(signature, body, head.call());
    }

    private void parameters(List<String> parameters, List<Expression> defaults) {
        tokens.expectOperator("(");
        while (!tokens.atOperator(")")) {
            if (!parameters.isEmpty()) {
                tokens.expectOperator(",");
            }
            parameters.add(tokens.expect(Kind.NAME, "a parameter's name").text());
            if (tokens.skipOperator("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw tokens.unexpected("'=', because the parameter before has a default,");
            }
        }
        tokens.expectOperator(")");
    }

    private Statement with() {
        List<Target> targets = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!tokens.at(Kind.BLOCK_END)) {
            if (!targets.isEmpty()) {
                tokens.expectOperator(",");
            }
            targets.add(target());
            tokens.expectOperator("=");
            values.add(expressions.expression());
        }
        return new Statement.With(targets, values, block("endwith"));
    }

    private Statement loopControl(Token name, Statement statement) {
        if (loops == 0) {
            throw Errors.at(
                    name.line(), "'{% " + name.text() + " %}' stands outside a loop; remove it");
        }
        return statement;
    }

    private Target targets() {
        int line = tokens.line();
        List<Target> targets = new ArrayList<>();
        targets.add(target());
        boolean tuple = false;
        while (tokens.skipOperator(",")) {
            tuple = true;
            if (!tokens.at(Kind.NAME) && !tokens.atOperator("(")) {
                break;
            }
            targets.add(target());
        }
        return tuple ? new Target.Unpacked(targets, line) : targets.getFirst();
    }

    private Target target() {
        tokens.enter();
        Target target;
        if (tokens.skipOperator("(")) {
            target = targets();
            tokens.expectOperator(")");
        } else {
            Token name = tokens.expect(Kind.NAME, "a name to bind");
            if (ExpressionParser.isReserved(name.text())) {
                throw Errors.at(
                        name.line(), "'" + name.text() + "' cannot be bound; use another name");
            }
            target =
                    tokens.skipOperator(".")
                            ? new Target.NamespaceAttribute(
                                    name.text(),
                                    tokens.expect(Kind.NAME, "an attribute's name").text(),
                                    name.line())
                            : new Target.Variable(name.text());
        }
        tokens.leave();
        return target;
    }
}
