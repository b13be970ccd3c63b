package dev.triglot.engine.format;

import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One dialect's names of tensors: a name is a base, or a base in a layer, and a suffix. */
public final class TensorNames {
    private static final int MAX_LAYER_DIGITS = 5;
    private static final TensorNames GGUF = gguf();

    private final String block;

    /** By the name without suffix, in layer 0. */
    private final Map<String, TensorRole> roles;

    /**
     * @param block what layer numbers follow, such as {@code blk.}
     * @param roles by the name without suffix, in layer 0
     */
    TensorNames(String block, Map<String, TensorRole> roles) {
        this.block = block;
        this.roles = Map.copyOf(roles);
    }

    private static TensorNames gguf() {
        Map<String, TensorRole> roles = new HashMap<>();
        for (TensorRole role : TensorRole.values()) {
            roles.put(role.perLayer() ? role.ggufName(0) : role.ggufName(-1), role);
        }
        return new TensorNames("blk.", roles);
    }

    /** As {@link #find}, in GGUF, whose names are {@link TensorRole}'s own. */
    public static @Nullable TensorKey parse(String name) {
        return GGUF.find(name);
    }

    /** What the tensor is for, or null where no role has this name. */
    @Nullable TensorKey find(String name) {
        boolean bias = name.endsWith(".bias");
        if (!bias && !name.endsWith(".weight")) {
            return null;
        }
        String base = name.substring(0, name.lastIndexOf('.'));
        int layer = 0;
        if (base.startsWith(block)) {
            int dot = base.indexOf('.', block.length());
            layer = dot < 0 ? -1 : parseLayer(base.substring(block.length(), dot));
            if (layer < 0) {
                return null;
            }
            base = block + "0" + base.substring(dot);
        }
        TensorRole role = roles.get(base);
        return role == null ? null : new TensorKey(role, layer, bias);
    }

    /** Plain decimal digits without leading zeros, or -1. */
    static int parseLayer(String digits) {
        if (digits.isEmpty() || digits.length() > MAX_LAYER_DIGITS) {
            return -1;
        }
        if (digits.charAt(0) == '0' && digits.length() > 1) {
            return -1;
        }
        int layer = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            layer = 10 * layer + (digit - '0');
        }
        return layer;
    }
}
