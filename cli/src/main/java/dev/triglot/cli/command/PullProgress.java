package dev.triglot.cli.command;

import dev.triglot.cli.terminal.Console;
import dev.triglot.cli.terminal.Printable;
import dev.triglot.cli.terminal.ProgressBar;
import dev.triglot.cli.terminal.Quantity;
import dev.triglot.engine.store.ProgressListener;
import dev.triglot.engine.store.Source;
import java.nio.file.Path;

/** Shows on standard error how a model is fetched. */
final class PullProgress implements ProgressListener, AutoCloseable {
    private final Console console;
    private final String model;
    private final ProgressBar fetching;
    private final ProgressBar checking;
    private boolean started;

    PullProgress(Console console, String model) {
        this.console = console;
        this.model = model;
        this.fetching = new ProgressBar(console, model, ProgressBar.Unit.BYTES);
        this.checking = new ProgressBar(console, "checking " + model, ProgressBar.Unit.BYTES);
    }

    @Override
    public void waiting(String holder) {
        note("waiting for " + holder + ", which fetches the same model");
    }

    @Override
    public void started(long total, Source source) {
        started = true;
        note("fetching " + model + " (" + Quantity.bytes(total) + ") from " + source.describe());
    }

    @Override
    public boolean progress(long bytes, long total) {
        fetching.update(bytes, total);
        return true;
    }

    @Override
    public void retrying(Source source, String reason) {
        note(source.describe() + ": " + reason + ": trying again");
    }

    @Override
    public void failed(Source source, String reason) {
        note(source.describe() + ": " + reason);
    }

    @Override
    public boolean verifying(long bytes, long total) {
        fetching.close();
        checking.update(bytes, total);
        return true;
    }

    @Override
    public void finished(Path file) {
        close();
        if (started) {
            console.note("fetched " + Printable.line(file.toString()));
        }
    }

    @Override
    public void close() {
        fetching.close();
        checking.close();
    }

    private void note(String line) {
        close();
        console.note(Printable.line(line));
    }
}
