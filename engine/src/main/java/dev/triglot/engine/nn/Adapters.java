package dev.triglot.engine.nn;

import java.util.IdentityHashMap;
import java.util.List;

/** What the adapters of a session add to which layers. Immutable. */
public final class Adapters {
    private static final List<LowRank> NOTHING = List.of();

    /** By identity: layers with equal weights are different layers. */
    private final IdentityHashMap<Linear, List<LowRank>> additions;

    private final int maxRank;
    private final int maxRows;

    public Adapters(IdentityHashMap<Linear, List<LowRank>> additions) {
        this.additions = new IdentityHashMap<>(additions);
        int rank = 0;
        int rows = 0;
        for (List<LowRank> ofLayer : additions.values()) {
            for (LowRank addition : ofLayer) {
                rank = Math.max(rank, addition.rank());
                rows = Math.max(rows, addition.b().rows());
            }
        }
        this.maxRank = rank;
        this.maxRows = rows;
    }

    List<LowRank> of(Linear layer) {
        return additions.getOrDefault(layer, NOTHING);
    }

    int maxRank() {
        return maxRank;
    }

    int maxRows() {
        return maxRows;
    }

    /** Bytes that a workspace for this many tokens takes for them. */
    public long workspaceBytes(int maxTokens) {
        return 4L * maxTokens * (3L * maxRank + maxRows);
    }
}
