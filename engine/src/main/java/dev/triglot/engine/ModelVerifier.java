package dev.triglot.engine;

import dev.triglot.engine.format.ModelFile;
import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.runtime.WorkerPool;
import dev.triglot.engine.tensor.Tensor;
import dev.triglot.engine.verify.FiniteScan;
import dev.triglot.engine.verify.RoundTrip;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at every weight and every token of a file that has opened, and evaluates one token. */
final class ModelVerifier {
    private final LanguageModel model;
    private final ModelFile file;
    private final WorkerPool pool;
    private final List<ModelVerification.Problem> problems = new ArrayList<>();
    private int scanned;
    private int skipped;

    ModelVerifier(LanguageModel model, ModelFile file, WorkerPool pool) {
        this.model = model;
        this.file = file;
        this.pool = pool;
    }

    ModelVerification verify(ModelVerification.Progress progress) {
        scanTensors(progress);
        TokenizerSpec spec = file.description().tokenizer();
        if (spec != null) {
            RoundTrip trip = new RoundTrip(model.vocabulary().tokenizer(), spec);
            add("tokenizer", trip.changedToken());
            add("tokenizer", trip.changedText());
        }
        evaluateOneToken();
        return new ModelVerification(scanned, skipped, model.vocabulary().size(), problems);
    }

    private void scanTensors(ModelVerification.Progress progress) {
        long total = file.tensors().stream().mapToLong(tensor -> tensor.byteSize()).sum();
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
        try (Session session = model.newSession(SessionOptions.DEFAULT.withContextLength(1))) {
            int id = Math.max(model.vocabulary().bos(), 0);
            float[] logits = session.logits(new int[] {id});
            int wrong = 0;
            for (float logit : logits) {
                wrong += Float.isFinite(logit) ? 0 : 1;
            }
            add(
                    "token " + id,
                    wrong == 0
                            ? null
                            : "%d of its %d logits are NaN or infinite"
                                    .formatted(wrong, logits.length));
        }
    }

    private void add(String where, @Nullable String what) {
        if (what != null) {
            problems.add(new ModelVerification.Problem(where, what));
        }
    }
}
