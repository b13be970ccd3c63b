package dev.triglot.engine;

import dev.triglot.engine.error.InsufficientMemoryException;
import dev.triglot.engine.format.LoraFile;
import dev.triglot.engine.format.ModelFile;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.runtime.WorkerPool;
import dev.triglot.engine.tensor.Tensor;
import dev.triglot.engine.tokenizer.Tokenizers;
import dev.triglot.engine.verify.FiniteScan;
import dev.triglot.engine.verify.RoundTrip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every weight and every token of a file, one tensor after the other, and then, if there
 * is memory for its model, evaluates one token.
 */
final class ModelVerifier {
    private final Path path;
    private final ModelOptions options;
    private final ModelVerification.Progress progress;
    private final List<ModelVerification.Problem> problems = new ArrayList<>();
    private int scanned;
    private int skipped;
    private int tokens;
    private @Nullable String notEvaluated;

    ModelVerifier(Path path, ModelOptions options, ModelVerification.Progress progress) {
        this.path = path;
        this.options = options;
        this.progress = progress;
    }

    ModelVerification verify() {
        ModelInfo info;
        try (ModelFile file = ModelFile.open(path);
                WorkerPool pool = new WorkerPool(options.workers())) {
            info = file.guard(() -> read(file, pool));
            file.verifyUnchanged();
        }
        if (notEvaluated == null) {
            evaluateOneToken();
        }
        return new ModelVerification(info, scanned, skipped, tokens, notEvaluated, problems);
    }

    private ModelInfo read(ModelFile file, WorkerPool pool) {
        if (LoraFile.isAdapter(file)) {
            ModelInfo info = Inspector.adapter(file);
            scanTensors(file, pool);
            notEvaluated = "it is an adapter";
            return info;
        }
        ModelDescription description = file.description();
        TokenizerSpec spec = description.tokenizer();
        if (description.hyperparameters() == null || spec == null) {
            notEvaluated = "it has " + (spec == null ? "no vocabulary" : "only a vocabulary");
        }
        scanTensors(file, pool);
        if (spec != null) {
            RoundTrip trip = new RoundTrip(Tokenizers.of(spec), spec);
            add("tokenizer", trip.changedToken());
            add("tokenizer", trip.changedText());
            tokens = spec.size();
        }
        return Inspector.info(description);
    }

    private void scanTensors(ModelFile file, WorkerPool pool) {
        long total = file.tensors().stream().mapToLong(Tensor::byteSize).sum();
        long done = 0;
        for (Tensor tensor : file.tensors()) {
            progress.update(done, total);
            if (FiniteScan.supports(tensor)) {
                scanned++;
                report(tensor, FiniteScan.of(tensor, pool));
            } else {
                skipped++;
            }
            done += tensor.byteSize();
        }
        progress.update(total, total);
    }

    private void report(Tensor tensor, FiniteScan.@Nullable Fault fault) {
        if (fault != null) {
            add(
                    "tensor %s, row %d, column %d"
                            .formatted(tensor.name(), fault.row(), fault.column()),
                    "the weight is NaN or infinite; so are weights of %d of %d rows: fetch or make the file again"
                            .formatted(fault.rows(), tensor.rows()));
        }
    }

    private void evaluateOneToken() {
        try (LanguageModel model = LanguageModel.open(path, options);
                Session session = model.newSession(SessionOptions.DEFAULT.withContextLength(1))) {
            int id = Math.max(model.vocabulary().bos(), 0);
            float[] logits = session.logits(new int[] {id});
            int wrong = 0;
            for (float logit : logits) {
                wrong += Float.isFinite(logit) ? 0 : 1;
            }
            if (wrong > 0) {
                add(
                        "token " + id,
                        "%d of its %d logits are NaN or infinite".formatted(wrong, logits.length));
            }
        } catch (InsufficientMemoryException tooLarge) {
            notEvaluated = tooLarge.getMessage();
        }
    }

    private void add(String where, @Nullable String what) {
        if (what != null) {
            problems.add(new ModelVerification.Problem(where, what));
        }
    }
}
