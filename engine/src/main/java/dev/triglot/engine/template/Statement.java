package dev.triglot.engine.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What writes text, binds names or steers. */
sealed interface Statement {
    record Text(String text) implements Statement {}

    record Output(Expression value) implements Statement {}

    record If(List<Branch> branches, List<Statement> otherwise) implements Statement {}

    record Branch(Expression condition, List<Statement> body) {}

    /** {@code filter} leaves out items before the loop counts them. */
    record For(
            Target target,
            Expression iterable,
            @Nullable Expression filter,
            List<Statement> body,
            List<Statement> otherwise,
            int line)
            implements Statement {}

    record Set(Target target, Expression value) implements Statement {}

    /** Binds the text of the body, passed through the filters that are written on {@code text}. */
    record SetBlock(Target target, Captured text) implements Statement {}

    record FilterBlock(Captured text) implements Statement {}

    /** The body's text is bound to {@link #TEXT} and {@code value} is evaluated. */
    record Captured(List<Statement> body, Expression value) {
        /** No template can write this name. */
        static final String TEXT = "<text>";
    }

    record MacroDefinition(Signature signature, List<Statement> body) implements Statement {}

    /** Calls a macro that can call the body back as {@code caller}. */
    record CallBlock(Signature signature, List<Statement> body, Expression.Call call)
            implements Statement {}

    /**
     * Parameters of a macro; the flags say which of the special names its body mentions.
     *
     * @param defaults of the last parameters
     */
    record Signature(
            String name,
            List<String> parameters,
            List<Expression> defaults,
            boolean usesCaller,
            boolean usesVarargs,
            boolean usesKwargs) {}

    record With(List<Target> targets, List<Expression> values, List<Statement> body)
            implements Statement {}

    /** A scope of its own: {@code generation} marks what the model has said. */
    record Scoped(List<Statement> body) implements Statement {}

    record Break() implements Statement {}

    record Continue() implements Statement {}

    /** What a value is bound to. */
    sealed interface Target {
        record Variable(String name) implements Target {}

        /** An attribute of a namespace. */
        record NamespaceAttribute(String variable, String attribute, int line) implements Target {}

        record Unpacked(List<Target> targets, int line) implements Target {}
    }
}
