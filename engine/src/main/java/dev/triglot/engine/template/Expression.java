package dev.triglot.engine.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What gives a value. */
sealed interface Expression {
    /** 1-based, for error messages. */
    int line();

    record Constant(Object value, int line) implements Expression {}

    record Name(String name, int line) implements Expression {}

    record ListLiteral(List<Expression> items, int line) implements Expression {}

    record TupleLiteral(List<Expression> items, int line) implements Expression {}

    /** Keys and values, one after the other. */
    record MapLiteral(List<Expression> keysAndValues, int line) implements Expression {}

    record Attribute(Expression target, String name, int line) implements Expression {}

    record Subscript(Expression target, Expression key, int line) implements Expression {}

    record Slice(
            Expression target,
            @Nullable Expression start,
            @Nullable Expression stop,
            @Nullable Expression step,
            int line)
            implements Expression {}

    record Call(Expression callee, Passed arguments, int line) implements Expression {}

    record Filter(Expression target, String name, Passed arguments, int line)
            implements Expression {}

    record Test(Expression target, String name, Passed arguments, int line) implements Expression {}

    record Not(Expression operand, int line) implements Expression {}

    record Negative(Expression operand, int line) implements Expression {}

    record Positive(Expression operand, int line) implements Expression {}

    /** {@code operator} is one of + - * / // % **. */
    record Binary(String operator, Expression left, Expression right, int line)
            implements Expression {}

    record And(Expression left, Expression right, int line) implements Expression {}

    record Or(Expression left, Expression right, int line) implements Expression {}

    /** {@code ~}: joins the texts of values. */
    record Concat(List<Expression> parts, int line) implements Expression {}

    /** A chain: {@code a < b <= c} holds where each neighbouring pair holds. */
    record Compare(Expression first, List<Comparison> rest, int line) implements Expression {}

    /** {@code operator} is one of == != < <= > >= in, and "not in". */
    record Comparison(String operator, Expression operand) {}

    record Conditional(
            Expression condition, Expression then, @Nullable Expression otherwise, int line)
            implements Expression {}

    /** Arguments as they are written in a call. */
    record Passed(
            List<Expression> positional,
            List<Keyword> named,
            @Nullable Expression spread,
            @Nullable Expression spreadNamed) {
        static final Passed NONE = new Passed(List.of(), List.of(), null, null);

        boolean isEmpty() {
            return positional.isEmpty() && named.isEmpty() && spread == null && spreadNamed == null;
        }
    }

    record Keyword(String name, Expression value) {}
}
