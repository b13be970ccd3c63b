package dev.triglot.engine.template;

import dev.triglot.engine.error.TemplateException;

/** The one form of this package's messages. */
final class Errors {
    private Errors() {}

    static TemplateException at(int line, String message) {
        return new TemplateException("chat template, line " + line + ": " + message);
    }
}
