package dev.triglot.engine.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it hears, byte counts aside; may be told to stop. */
class RecordingListener implements ProgressListener {
    final List<String> events = new ArrayList<>();
    long bytes;
    long highestTotal;

    @Override
    public void waiting(String holder) {
        events.add("waiting for " + holder);
    }

    @Override
    public void started(long total, Source source) {
        events.add("started " + source.describe());
    }

    @Override
    public boolean progress(long count, long total) {
        bytes = count;
        highestTotal = Math.max(highestTotal, total);
        return true;
    }

    @Override
    public void retrying(Source source, String reason) {
        events.add("retrying " + reason);
    }

    @Override
    public void failed(Source source, String reason) {
        events.add("failed " + reason);
    }

    @Override
    public void finished(Path file) {
        events.add("finished");
    }

    long count(String prefix) {
        return events.stream().filter(event -> event.startsWith(prefix)).count();
    }
}
