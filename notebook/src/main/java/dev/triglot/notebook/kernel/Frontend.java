package dev.triglot.notebook.kernel;

import dev.triglot.notebook.language.CellOutput;
import dev.triglot.notebook.protocol.Channel;
import dev.triglot.notebook.protocol.Message;
import dev.triglot.notebook.protocol.ProtocolException;
import dev.triglot.notebook.protocol.Publisher;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes what a cell shows to the front ends, as an answer to the request that runs. */
final class Frontend implements CellOutput {
    private static final int POLL_MILLIS = 100;

    private final Publisher publisher;
    private final Channel stdin;
    private volatile ObjectNode parent = Message.json();
    private @Nullable Message request;
    private int count;
    private boolean silent;
    private boolean mayAsk;
    private @Nullable String result;
    private ArrayNode payload = JsonMapper.shared().createArrayNode();

    Frontend(Publisher publisher, Channel stdin) {
        this.publisher = publisher;
        this.stdin = stdin;
    }

    /** Begins to answer a request. */
    void begin(Message request) {
        this.request = request;
        parent = request.header();
    }

    /** Begins to run a cell. */
    void beginCell(int number, boolean silentCell, boolean allowStdin) {
        count = number;
        silent = silentCell;
        mayAsk = allowStdin;
        result = null;
        payload = JsonMapper.shared().createArrayNode();
    }

    /** The text of the cell's result, where it has one. */
    @Nullable String resultText() {
        return result;
    }

    /** What is to be shown beside the notebook. */
    ArrayNode payload() {
        return payload;
    }

    void publish(String type, ObjectNode content) {
        publisher.publish(type, parent, content);
    }

    @Override
    @HostAccess.Export
    public void stream(String name, String text) {
        publisher.stream(name, parent, text);
    }

    @Override
    @HostAccess.Export
    public void display(String json) {
        publish("display_data", bundle(json));
    }

    @Override
    @HostAccess.Export
    public void update(String json) {
        publish("update_display_data", bundle(json));
    }

    @Override
    @HostAccess.Export
    public void result(String json) {
        ObjectNode bundle = bundle(json);
        result = bundle.path("data").path("text/plain").asString("");
        if (!silent) {
            bundle.remove("transient");
            publish("execute_result", bundle.put("execution_count", count));
        }
    }

    @Override
    @HostAccess.Export
    public void page(String json) {
        payload.addObject().put("source", "page").put("start", 0).set("data", bundle(json));
    }

    @Override
    @HostAccess.Export
    public void clear(boolean wait) {
        publish("clear_output", Message.json().put("wait", wait));
    }

    @Override
    public void display(Map<String, String> data) {
        publish("display_data", bundle(data).set("transient", Message.json()));
    }

    @Override
    public void result(Map<String, String> data) {
        result(JsonMapper.shared().writeValueAsString(bundle(data)));
    }

    private static ObjectNode bundle(Map<String, String> data) {
        ObjectNode bundle = Message.json();
        ObjectNode content = bundle.putObject("data");
        data.forEach(content::put);
        bundle.putObject("metadata");
        return bundle;
    }

    private static ObjectNode bundle(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json);
    }

    @Override
    @HostAccess.Export
    public boolean ask(String prompt, boolean password) {
        Message asking = request;
        if (!mayAsk || asking == null) {
            return false;
        }
        // An answer that came too late for an interrupted question is not one to this question.
        while (receive(0) != null) {}
        ObjectNode content = Message.json().put("prompt", prompt).put("password", password);
        stdin.send(Message.of(asking.identities(), "input_request", asking.header(), content));
        return true;
    }

    @Override
    @HostAccess.Export
    public @Nullable String answer() {
        Message reply = receive(POLL_MILLIS);
        return reply == null || !reply.type().equals("input_reply")
                ? null
                : reply.content().path("value").asString("");
    }

    private @Nullable Message receive(int millis) {
        try {
            return stdin.receive(millis);
        } catch (ProtocolException e) {
            return null;
        }
    }

    /** Tells an error, and returns the content that the reply has too. */
    ObjectNode error(String name, String message, List<String> traceback) {
        ObjectNode content = Message.json().put("ename", name).put("evalue", message);
        ArrayNode lines = content.putArray("traceback");
        traceback.forEach(lines::add);
        return content;
    }
}
