package dev.triglot.engine.template;

import dev.triglot.engine.template.Statement.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A macro, or the body of a call block; sees the scope that it was defined in. */
final class Macro implements Callable {
    private static final int STEPS_PER_CALL = 12;

    private final Evaluator evaluator;
    private final Signature signature;
    private final List<Statement> body;
    private final Scope definedIn;

    Macro(Evaluator evaluator, Signature signature, List<Statement> body, Scope definedIn) {
        this.evaluator = evaluator;
        this.signature = signature;
        this.body = body;
        this.definedIn = definedIn;
    }

    String name() {
        return signature.name();
    }

    @Override
    public Object call(Rendering rendering, Arguments arguments) {
        rendering.pay(STEPS_PER_CALL + signature.parameters().size());
        Scope scope = definedIn.inner();
        List<Object> positional = arguments.positional();
        Map<String, Object> named = new LinkedHashMap<>(arguments.named());
        bindParameters(rendering, scope, positional, named);
        int taken = Math.min(positional.size(), signature.parameters().size());
        List<Object> rest = positional.subList(taken, positional.size());
        if (signature.usesCaller()) {
            Object caller = named.remove("caller");
            scope.set("caller", caller == null ? new Undefined("there is no caller") : caller);
        }
        if (signature.usesVarargs()) {
            scope.set("varargs", new Tuple(new ArrayList<>(rest)));
        } else if (!rest.isEmpty()) {
            throw rendering.error(
                    "macro "
                            + name()
                            + " takes at most "
                            + signature.parameters().size()
                            + " arguments, not "
                            + positional.size()
                            + "; remove some");
        }
        if (signature.usesKwargs()) {
            scope.set("kwargs", new LinkedHashMap<Object, Object>(named));
        } else if (!named.isEmpty()) {
            throw rendering.error(
                    "macro "
                            + name()
                            + " takes no argument '"
                            + named.keySet().iterator().next()
                            + "'; remove it");
        }
        return evaluator.capture(body, scope);
    }

    private void bindParameters(
            Rendering rendering, Scope scope, List<Object> positional, Map<String, Object> named) {
        List<String> parameters = signature.parameters();
        int firstDefault = parameters.size() - signature.defaults().size();
        for (int i = 0; i < parameters.size(); i++) {
            String parameter = parameters.get(i);
            Object value = named.remove(parameter);
            if (i < positional.size()) {
                if (value != null) {
                    throw rendering.error(
                            "macro "
                                    + name()
                                    + " got argument '"
                                    + parameter
                                    + "' twice; remove one");
                }
                value = positional.get(i);
            } else if (value == null) {
                value =
                        i >= firstDefault
                                ? evaluator
                                        .expressions()
                                        .evaluate(signature.defaults().get(i - firstDefault), scope)
                                : new Undefined("argument '" + parameter + "' was not passed");
            }
            scope.set(parameter, value);
        }
    }
}
