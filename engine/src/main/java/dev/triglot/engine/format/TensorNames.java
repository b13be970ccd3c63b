package dev.triglot.engine.format;

import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of tensors in GGUF: {@link TensorRole}'s own, with the layer written in. */
final class TensorNames {
    private static final String BLOCK = "blk.";
    private static final int MAX_LAYER_DIGITS = 5;
    private static final Map<String, TensorRole> ROLES = new HashMap<>();

    static {
        for (TensorRole role : TensorRole.values()) {
            ROLES.put(role.perLayer() ? role.ggufName(0) : role.ggufName(-1), role);
        }
    }

    private TensorNames() {}

    /** What the tensor is for, or null where no role has this name. */
    static @Nullable TensorKey parse(String name) {
        boolean bias = name.endsWith(".bias");
        if (!bias && !name.endsWith(".weight")) {
            return null;
        }
        String base = name.substring(0, name.lastIndexOf('.'));
        int layer = 0;
        if (base.startsWith(BLOCK)) {
            int dot = base.indexOf('.', BLOCK.length());
            layer = dot < 0 ? -1 : parseLayer(base.substring(BLOCK.length(), dot));
            if (layer < 0) {
                return null;
            }
            base = BLOCK + "0" + base.substring(dot);
        }
        TensorRole role = ROLES.get(base);
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
