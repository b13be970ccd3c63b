package dev.triglot.notebook.language;

import java.lang.reflect.Field;
import java.util.Map;
import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/** Runs Java cells in this process, and reaches the values of their variables as objects. */
final class LocalControl extends LocalExecutionControl implements ExecutionControlProvider {
    private @Nullable Field last;

    @Override
    public String name() {
        return "triglot";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
        return this;
    }

    /** JShell asks for a variable's text; which field that is, is what we want to know. */
    @Override
    public String varValue(String className, String name)
            throws RunException, EngineTerminationException, InternalException {
        try {
            last = findClass(className).getDeclaredField(name);
            last.setAccessible(true);
        } catch (ReflectiveOperationException e) {
            throw new InternalException("no variable " + name + ": " + e);
        }
        return "";
    }

    /** The field behind the variable whose value was asked for last. */
    Field field() {
        Field field = last;
        if (field == null) {
            throw new IllegalStateException("no variable was asked for");
        }
        return field;
    }
}
