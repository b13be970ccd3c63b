package dev.triglot.engine;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.nn.InputSquares;
import dev.triglot.engine.quantize.ImportanceFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures an importance matrix: how large the inputs of a model's matrices are, column by column,
 * while the model reads a text. What is quantized with it errs least where that matters most.
 *
 * <p>The matrices of the layers are measured, as llama.cpp does; embedding and head are not. Serves
 * one thread.
 */
public final class ImportanceMeasurement implements AutoCloseable {
    private final Session session;
    private final InputSquares squares = new InputSquares();
    private final Map<String, InputSquares.Sums> sums = new LinkedHashMap<>();
    private final int longestWindow;
    private int windows;

    /**
     * Begins to measure.
     *
     * @param longestWindow tokens of the longest window
     */
    public ImportanceMeasurement(LanguageModel model, int longestWindow) {
        this.longestWindow = longestWindow;
        this.session = model.newSession(SessionOptions.DEFAULT.withContextLength(longestWindow));
        model.linears()
                .first()
                .forEach((key, layer) -> {
                    if (key.role().perLayer()) {
                        sums.put(key.toString(), squares.of(layer));
                    }
                });
    }

    /** Reads a window from position 0, BOS included where the model asks for it. */
    public void add(int[] window) {
        session.observe(window, squares);
        windows++;
    }

    /**
     * Writes what has been measured so far, in llama.cpp's format of today.
     *
     * @param dataset the name of the text
     * @throws InvalidArgumentException if nothing has been measured
     */
    public void write(Path file, String dataset) {
        if (windows == 0) {
            throw new InvalidArgumentException("the text has no tokens: nothing was measured");
        }
        Map<String, double[]> values = new LinkedHashMap<>();
        Map<String, Long> counts = new LinkedHashMap<>();
        sums.forEach((name, of) -> {
            values.put(name, of.squares());
            counts.put(name, of.inputs());
        });
        ImportanceFile.write(file, dataset, windows, longestWindow, values, counts);
    }

    @Override
    public void close() {
        session.close();
    }
}
