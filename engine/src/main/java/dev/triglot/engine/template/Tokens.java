package dev.triglot.engine.template;

import dev.triglot.engine.error.TemplateException;
import dev.triglot.engine.template.Token.Kind;
import java.util.List;

/** The tokens that are still to be parsed, and how deeply what has been opened is nested. */
final class Tokens {
    /** Bounds the parser's recursion; templates in use nest less than 20 levels. */
    static final int MAX_NESTING = 100;

    private final List<Token> tokens;
    private int next;
    private int nesting;

    Tokens(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peekSecond() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    int line() {
        return peek().line();
    }

    Token take() {
        Token token = peek();
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    Token expect(Kind kind, String what) {
        if (peek().kind() != kind) {
            throw unexpected(what);
        }
        return take();
    }

    boolean at(Kind kind) {
        return peek().kind() == kind;
    }

    boolean atName(String name) {
        return peek().isName(name);
    }

    boolean atOperator(String operator) {
        return peek().isOperator(operator);
    }

    boolean skipName(String name) {
        return skip(atName(name));
    }

    boolean skipOperator(String operator) {
        return skip(atOperator(operator));
    }

    private boolean skip(boolean matches) {
        if (matches) {
            next++;
        }
        return matches;
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw unexpected("'" + name + "'");
        }
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected("'" + operator + "'");
        }
    }

    void enter() {
        if (++nesting > MAX_NESTING) {
            throw Errors.at(line(), "nested more than " + MAX_NESTING + " levels deep; flatten it");
        }
    }

    void leave() {
        nesting--;
    }

    TemplateException unexpected(String expected) {
        return Errors.at(line(), "expected " + expected + " but found " + peek().describe());
    }
}
