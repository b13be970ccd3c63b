package dev.triglot.engine.generate;

/**
 * Evaluates a token together with guesses of those that follow it. As long as the sampler chooses
 * what was guessed, the next logits are there already; what was guessed wrongly is forgotten. So
 * the tokens are those that would be generated one by one.
 */
final class Speculation {
    private final Context context;
    private final PromptLookup lookup;

    /** The token that is certain, then the guesses. */
    private final int[] batch;

    private int guesses;
    private int row;
    private boolean evaluated;

    /**
     * @param longest guesses at once at most
     */
    Speculation(Context context, int longest) {
        this.context = context;
        this.lookup = new PromptLookup(longest);
        this.batch = new int[1 + longest];
    }

    void accept(int id) {
        lookup.accept(id);
    }

    /** Whether the logits after this token, the next of the text, are there. */
    boolean guessed(int id) {
        if (evaluated && row < guesses && batch[row + 1] == id) {
            row++;
            return true;
        }
        forget();
        return false;
    }

    /** Forgets the guesses that were not chosen. */
    void forget() {
        if (evaluated) {
            lookup.learn(guesses, row);
            context.truncate(context.size() - (guesses - row));
            guesses = row;
            evaluated = false;
        }
    }

    /**
     * Evaluates a token, which the context has room for.
     *
     * @param wanted tokens that are to be generated still
     * @return false if the session was cancelled meanwhile
     */
    boolean evaluate(int id, int wanted) {
        batch[0] = id;
        int room = Math.min(context.capacity() - context.size(), context.batchSize()) - 1;
        guesses = lookup.guess(batch, 1, Math.min(room, wanted - 1));
        row = 0;
        evaluated = context.evaluateAll(batch, 1 + guesses);
        return evaluated;
    }

    /** Where the logits after the last token are. */
    float[] logits() {
        return evaluated ? context.rows() : context.logits();
    }

    int offset() {
        return evaluated ? row * context.vocabSize() : 0;
    }
}
