package dev.triglot.engine.template;

/** Which of the names that exist only inside a macro its body mentions. */
final class SpecialNames {
    boolean caller;
    boolean varargs;
    boolean kwargs;

    void mention(String name) {
        switch (name) {
            case "caller" -> caller = true;
            case "varargs" -> varargs = true;
            case "kwargs" -> kwargs = true;
            default -> {}
        }
    }
}
