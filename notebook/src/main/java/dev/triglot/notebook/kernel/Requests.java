package dev.triglot.notebook.kernel;

import dev.triglot.notebook.language.Cell;
import dev.triglot.notebook.language.CellLanguage;
import dev.triglot.notebook.protocol.Channel;
import dev.triglot.notebook.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers what comes on the shell channel. */
final class Requests {
    private final Languages languages;
    private final Frontend frontend;
    private final Channel shell;
    private final History history = new History();
    private final Execution execution;

    Requests(Languages languages, Frontend frontend, Channel shell) {
        this.languages = languages;
        this.frontend = frontend;
        this.shell = shell;
        execution = new Execution(languages, frontend, history);
    }

    void answer(Message request) {
        JsonNode content = request.content();
        switch (request.type()) {
            case "execute_request" -> execute(request);
            case "complete_request" -> reply(request, complete(content));
            case "inspect_request" -> reply(request, inspect(content));
            case "is_complete_request" -> reply(request, isComplete(content));
            case "history_request" -> reply(request, history.answer(content));
            case "kernel_info_request" -> reply(request, KernelInfo.content());
            case "comm_info_request" -> {
                ObjectNode answer = Message.json().put("status", "ok");
                answer.putObject("comms");
                reply(request, answer);
            }
            case "comm_open" -> {
                // Nothing here offers comms: what a front end opens is closed.
                ObjectNode closed = Message.json();
                closed.put("comm_id", content.path("comm_id").asString("")).putObject("data");
                frontend.publish("comm_close", closed);
            }
            case "comm_msg", "comm_close" -> {}
            default -> reply(request, Unsupported.content(request.type()));
        }
    }

    private void reply(Message request, ObjectNode content) {
        shell.send(request.reply(request.type().replace("_request", "_reply"), content));
    }

    /** Cells that were sent together stop at the first that fails. */
    private void execute(Message request) {
        ObjectNode answer = execution.run(request.content());
        boolean failed = answer.path("status").asString("").equals("error");
        boolean stops = failed && request.content().path("stop_on_error").asBoolean(true);
        // Looked for before the reply: what comes after it was sent by one who knows.
        List<Message> together = stops ? waiting() : List.of();
        reply(request, answer);
        together.forEach(this::abort);
    }

    private List<Message> waiting() {
        List<Message> waiting = new ArrayList<>();
        Message next;
        while ((next = shell.receive(0)) != null) {
            waiting.add(next);
        }
        return waiting;
    }

    private void abort(Message request) {
        frontend.begin(request);
        frontend.publish("status", Message.json().put("execution_state", "busy"));
        if (request.type().equals("execute_request")) {
            ObjectNode aborted = frontend.error("Aborted", "an earlier cell failed", List.of());
            reply(
                    request,
                    aborted.put("status", "aborted").put("execution_count", execution.count()));
        } else {
            answer(request);
        }
        frontend.publish("status", Message.json().put("execution_state", "idle"));
    }

    /** A cell's text and the position in its code, as its language counts it. */
    private record Place(CellLanguage language, String code, int position, int skipped) {}

    private Place place(JsonNode content) {
        String text = content.path("code").asString("");
        int points = content.path("cursor_pos").asInt(Integer.MAX_VALUE);
        int cursor =
                points >= text.codePointCount(0, text.length())
                        ? text.length()
                        : text.offsetByCodePoints(0, Math.max(0, points));
        int skipped = Math.min(Cell.offset(text), cursor);
        CellLanguage language = languages.get(Cell.of(text, 0, false).language());
        return new Place(language, text.substring(skipped), cursor - skipped, skipped);
    }

    private ObjectNode complete(JsonNode content) {
        String text = content.path("code").asString("");
        ObjectNode answer = Message.json().put("status", "ok");
        ArrayNode matches = answer.putArray("matches");
        answer.putObject("metadata");
        try {
            Place place = place(content);
            CellLanguage.Completions found = place.language.complete(place.code, place.position);
            found.matches().forEach(matches::add);
            return answer.put("cursor_start", points(text, place.skipped + found.start()))
                    .put("cursor_end", points(text, place.skipped + found.end()));
        } catch (RuntimeException e) {
            // A list of suggestions is no place for errors.
            int cursor = content.path("cursor_pos").asInt(0);
            matches.removeAll();
            return answer.put("cursor_start", cursor).put("cursor_end", cursor);
        }
    }

    private static int points(String text, int position) {
        return text.codePointCount(0, position);
    }

    private ObjectNode inspect(JsonNode content) {
        Optional<Map<String, String>> found = Optional.empty();
        try {
            Place place = place(content);
            boolean detailed = content.path("detail_level").asInt(0) > 0;
            found = place.language.inspect(place.code, place.position, detailed);
        } catch (RuntimeException e) {
            // What cannot be described is not found.
        }
        ObjectNode answer = Message.json().put("status", "ok").put("found", found.isPresent());
        ObjectNode data = answer.putObject("data");
        found.ifPresent(texts -> texts.forEach(data::put));
        answer.putObject("metadata");
        return answer;
    }

    private ObjectNode isComplete(JsonNode content) {
        ObjectNode answer = Message.json();
        try {
            Cell cell = Cell.of(content.path("code").asString(""), 0, false);
            CellLanguage.Completeness found =
                    languages.get(cell.language()).completeness(cell.code());
            answer.put("status", found.status().name().toLowerCase(Locale.ROOT));
            if (found.status() == CellLanguage.Status.INCOMPLETE) {
                answer.put("indent", found.indent());
            }
        } catch (RuntimeException e) {
            answer.put("status", "unknown");
        }
        return answer;
    }
}
