package dev.triglot.engine.error;

/**
 * A chat template is malformed, uses what is not supported, raised an error of its own, or exceeded
 * its budget.
 */
public final class TemplateException extends TriglotException {
    private static final long serialVersionUID = 1L;

    public TemplateException(String message) {
        super("template_error", message, null);
    }
}
