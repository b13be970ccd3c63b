package dev.triglot.cli.chat;

import dev.triglot.cli.chat.LineInput.InterruptedInputException;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one or more lines: a backslash at a line's end goes on with the next line, and three
 * double quotes begin and end a block.
 */
final class MessageReader {
    private static final String PROMPT = "> ";
    private static final String CONTINUED = ". ";
    private static final String QUOTES = "\"\"\"";

    private final LineInput input;

    MessageReader(LineInput input) {
        this.input = input;
    }

    /** The next message, or null at the end of the input. */
    @Nullable String read() throws InterruptedInputException {
        String line = input.readLine(PROMPT);
        if (line == null) {
            return null;
        }
        return line.startsWith(QUOTES) ? block(line.substring(QUOTES.length())) : continued(line);
    }

    private String continued(String first) throws InterruptedInputException {
        StringBuilder message = new StringBuilder();
        String line = first;
        while (line != null && line.endsWith("\\")) {
            message.append(line, 0, line.length() - 1).append('\n');
            line = input.readLine(CONTINUED);
        }
        return message.append(line == null ? "" : line).toString();
    }

    private String block(String first) throws InterruptedInputException {
        StringBuilder message = new StringBuilder();
        String line = first;
        while (line != null && !line.stripTrailing().endsWith(QUOTES)) {
            if (!message.isEmpty() || !line.isEmpty()) {
                message.append(line).append('\n');
            }
            line = input.readLine(CONTINUED);
        }
        if (line == null) {
            return message.toString();
        }
        String last = line.stripTrailing();
        return message.append(last, 0, last.length() - QUOTES.length()).toString().stripTrailing();
    }
}
