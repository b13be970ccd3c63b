package dev.triglot.cli.chat;

import dev.triglot.cli.io.Failure;
import dev.triglot.cli.terminal.Interrupts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines from a pipe or a file; no prompts, no editing. */
final class PipeInput implements LineInput {
    private final BufferedReader reader;

    PipeInput(InputStream in) {
        reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable String readLine(String prompt) {
        try {
            return reader.readLine();
        } catch (IOException e) {
            throw Failure.failed("cannot read standard input: " + e.getMessage(), e);
        }
    }

    @Override
    public Guard onInterrupt(Runnable stop) {
        Interrupts interrupts = new Interrupts(stop);
        return interrupts::close;
    }

    @Override
    public boolean interactive() {
        return false;
    }

    @Override
    public void close() {}
}
