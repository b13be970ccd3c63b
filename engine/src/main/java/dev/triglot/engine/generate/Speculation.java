package dev.triglot.engine.generate;

/**
 * Evaluates a token together with guesses of those that follow it. As long as the sampler chooses
 * what was guessed, the next logits are there already; what was guessed wrongly is forgotten. So
 * the tokens are those that would be generated one by one.
 */
final class Speculation {
    private final Context context;
    private final Drafter drafter;
    private final GuessLength length;

    /** The token that is certain, then the guesses. */
    private final int[] batch;

    private int guesses;
    private int row;
    private boolean evaluated;

    /** When guessing began, then how long it and the evaluation took. */
    private long nanos;

    /**
     * @param longest guesses at once at most
     */
    Speculation(Context context, Drafter drafter, int longest) {
        this.context = context;
        this.drafter = drafter;
        this.length = new GuessLength(longest);
        this.batch = new int[1 + longest];
    }

    /** Another token of the text. */
    void accept(int id) {
        drafter.accept(id);
    }

    /**
     * Guesses what follows a token, which the context has room for.
     *
     * @param wanted tokens that are to be generated still
     * @return how many of {@link #batch} are to be evaluated
     */
    int guess(int id, int wanted) {
        nanos = System.nanoTime();
        batch[0] = id;
        int room = Math.min(context.capacity() - context.size(), context.batchSize()) - 1;
        int limit = Math.min(Math.min(room, wanted - 1), length.get());
        guesses = drafter.guess(context, batch, 1, limit);
        row = 0;
        return 1 + guesses;
    }

    /** The token and the guesses. */
    int[] batch() {
        return batch;
    }

    /** The batch has been evaluated, and has joined the context. */
    void evaluated() {
        evaluated = true;
        nanos = System.nanoTime() - nanos;
    }

    /**
     * Whether the logits after this token, the next of the text, are there: then those of the next
     * row. Else the guesses are over.
     */
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
            length.learn(guesses, row, nanos);
            context.truncate(context.size() - (guesses - row));
            evaluated = false;
        }
    }
}
