package dev.triglot.engine;

import dev.triglot.engine.error.InvalidArgumentException;
import java.nio.file.Path;

/** An adapter that a session is to compute with, and how strongly. */
public sealed interface AdapterChoice {
    /** Multiplies what the adapter adds: 1 as it was trained, 0 for no effect. */
    float scale();

    /** A file that the session opens, and closes with itself. */
    record File(Path path, float scale) implements AdapterChoice {
        public File {
            check(scale);
        }
    }

    /** One that is open for the session's model, and may be shared by several sessions. */
    record Opened(LoraAdapter adapter, float scale) implements AdapterChoice {
        public Opened {
            check(scale);
        }
    }

    private static void check(float scale) {
        if (!(Math.abs(scale) <= 1e6f)) {
            throw new InvalidArgumentException(
                    "the scale of an adapter is " + scale + ": it must be a number up to 1e6");
        }
    }
}
