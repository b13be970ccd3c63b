package dev.triglot.launch;

import java.util.List;

/** {@code triglot notebook}: the kernel of Jupyter notebooks. */
final class NotebookCommand implements GuestCommand {
    @Override
    public int run(List<String> words) {
        return dev.triglot.notebook.Main.run(words.toArray(String[]::new));
    }
}
