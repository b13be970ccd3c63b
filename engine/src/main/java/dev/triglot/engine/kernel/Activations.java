package dev.triglot.engine.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The input of matrix products: tokens x columns floats, and beside them the forms that kernels
 * derive.
 *
 * <p>Buffers are made once for the largest shape and reused; {@link #reset} says that new values
 * are coming.
 */
public final class Activations {
    /** The form of {@link #values} itself. */
    public static final Object PLAIN = "plain";

    /** Matrices of one input have few types, and a type has one form per batch size. */
    private static final int MAX_FORMS = 8;

    private final int maxTokens;
    private final int maxColumns;
    private final float[] values;
    private final Map<Object, Object> buffers = new HashMap<>();
    private final @Nullable Object[] prepared = new @Nullable Object[MAX_FORMS];
    private int preparedCount;
    private int tokens;
    private int columns;

    /** Room for maxTokens rows of maxColumns floats. */
    public Activations(int maxTokens, int maxColumns) {
        this.maxTokens = maxTokens;
        this.maxColumns = maxColumns;
        this.values = new float[Math.multiplyExact(maxTokens, maxColumns)];
    }

    /** Row-major [tokens, columns]; write after {@link #reset}. */
    public float[] values() {
        return values;
    }

    /** New values are about to be written: forgets what was prepared. */
    public void reset(int tokens, int columns) {
        this.tokens = tokens;
        this.columns = columns;
        this.preparedCount = 0;
    }

    /** True once per form after {@link #reset}; the caller then prepares all tokens. */
    public boolean needs(Object form) {
        if (form.equals(PLAIN)) {
            return false;
        }
        for (int i = 0; i < preparedCount; i++) {
            if (form.equals(prepared[i])) {
                return false;
            }
        }
        prepared[preparedCount++] = form;
        return true;
    }

    public int tokens() {
        return tokens;
    }

    public int columns() {
        return columns;
    }

    public int maxTokens() {
        return maxTokens;
    }

    public int maxColumns() {
        return maxColumns;
    }

    /** The buffer of a form, made on first use by {@code factory} for the largest shape. */
    @SuppressWarnings("unchecked")
    public <T> T buffer(Object form, Function<Activations, T> factory) {
        Object buffer = buffers.get(form);
        if (buffer == null) {
            synchronized (buffers) {
                buffer = buffers.computeIfAbsent(form, ignored -> factory.apply(this));
            }
        }
        return (T) buffer;
    }
}
