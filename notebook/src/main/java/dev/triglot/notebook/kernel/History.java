package dev.triglot.notebook.kernel;

import dev.triglot.notebook.protocol.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The cells of this session. */
final class History {
    /** Sessions are numbered from 1; this kernel knows only its own. */
    private static final int SESSION = 1;

    private record Entry(int line, String input, @Nullable String output) {}

    private final List<Entry> entries = new ArrayList<>();

    void add(int line, String input, @Nullable String output) {
        entries.add(new Entry(line, input, output));
    }

    /** The content of a reply to a {@code history_request}. */
    ObjectNode answer(JsonNode request) {
        List<Entry> found =
                switch (request.path("hist_access_type").asString("")) {
                    case "range" -> range(request);
                    case "search" -> search(request);
                    default -> last(entries, request.path("n").asInt(entries.size()));
                };
        boolean output = request.path("output").asBoolean(false);
        ObjectNode answer = Message.json().put("status", "ok");
        ArrayNode history = answer.putArray("history");
        for (Entry entry : found) {
            ArrayNode row = history.addArray().add(SESSION).add(entry.line);
            if (output) {
                row.addArray().add(entry.input).add(entry.output);
            } else {
                row.add(entry.input);
            }
        }
        return answer;
    }

    /** Session 0 is the current one, and negative ones count back from it. */
    private List<Entry> range(JsonNode request) {
        int session = request.path("session").asInt(0);
        if (session != 0 && session != SESSION) {
            return List.of();
        }
        int start = request.path("start").asInt(0);
        int stop = request.path("stop").asInt(Integer.MAX_VALUE);
        return entries.stream().filter(e -> e.line >= start && e.line < stop).toList();
    }

    private List<Entry> search(JsonNode request) {
        Pattern pattern = glob(request.path("pattern").asString("*"));
        List<Entry> found =
                entries.stream().filter(e -> pattern.matcher(e.input).matches()).toList();
        if (request.path("unique").asBoolean(false)) {
            Map<String, Entry> unique = new LinkedHashMap<>();
            for (Entry entry : found) {
                unique.remove(entry.input);
                unique.put(entry.input, entry);
            }
            found = List.copyOf(unique.values());
        }
        return last(found, request.path("n").asInt(found.size()));
    }

    private static Pattern glob(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            regex.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static List<Entry> last(List<Entry> all, int n) {
        return all.subList(Math.max(0, all.size() - Math.max(0, n)), all.size());
    }
}
