package dev.triglot.notebook.kernel;

import dev.triglot.notebook.protocol.Channel;
import dev.triglot.notebook.protocol.Channels;
import dev.triglot.notebook.protocol.ConnectionFile;
import dev.triglot.notebook.protocol.Message;
import dev.triglot.notebook.protocol.ProtocolException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQException;
import tools.jackson.databind.node.ObjectNode;

/**
 * A kernel: one thread runs cells and answers questions about code, another one hears of interrupts
 * and of the end while they run.
 */
public final class Kernel implements AutoCloseable {
    private static final int POLL_MILLIS = 200;

    private final Channels channels;
    private final Frontend frontend;
    private final AtomicBoolean over = new AtomicBoolean();
    private @Nullable Languages languages;
    private volatile boolean restarting;

    /**
     * @throws ProtocolException where the connection cannot be made
     */
    public Kernel(ConnectionFile connection) {
        channels = new Channels(connection);
        frontend = new Frontend(channels.publisher(), channels.stdin());
    }

    /** Serves until a front end says that it is over. To be called on the process's main thread. */
    public void serve() {
        channels.publisher()
                .publish(
                        "status",
                        Message.json(),
                        Message.json().put("execution_state", "starting"));
        Thread control = Thread.ofPlatform().name("control").daemon().start(this::listenForControl);
        Languages own = new Languages(frontend);
        languages = own;
        Requests requests = new Requests(own, frontend, channels.shell());
        while (!over.get()) {
            Message message = receive(channels.shell(), POLL_MILLIS);
            if (message != null) {
                serveShell(requests, message);
            }
        }
        try {
            control.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serveShell(Requests requests, Message message) {
        frontend.begin(message);
        status("busy", message);
        try {
            if (message.type().equals("shutdown_request")) {
                shutDown(channels.shell(), message);
            } else {
                requests.answer(message);
            }
        } finally {
            status("idle", message);
        }
    }

    private void listenForControl() {
        while (!over.get()) {
            try {
                Message message = receive(channels.control(), POLL_MILLIS);
                if (message != null) {
                    status("busy", message);
                    control(message);
                    status("idle", message);
                }
            } catch (ZMQException e) {
                return;
            }
        }
    }

    private void control(Message message) {
        Channel control = channels.control();
        switch (message.type()) {
            case "interrupt_request" -> {
                control.send(message.reply("interrupt_reply", Message.json().put("status", "ok")));
                Languages running = languages;
                if (running != null) {
                    Thread.startVirtualThread(running::interrupt);
                }
            }
            case "shutdown_request" -> {
                shutDown(control, message);
                Languages running = languages;
                if (running != null) {
                    Thread.startVirtualThread(running::interrupt);
                }
            }
            case "kernel_info_request" ->
                    control.send(message.reply("kernel_info_reply", KernelInfo.content()));
            default ->
                    control.send(
                            message.reply(
                                    message.type().replace("_request", "_reply"),
                                    Unsupported.content(message.type())));
        }
    }

    private void shutDown(Channel channel, Message message) {
        restarting = message.content().path("restart").asBoolean(false);
        ObjectNode content = Message.json().put("status", "ok").put("restart", restarting);
        channels.publisher().publish("shutdown_reply", message.header(), content.deepCopy());
        channel.send(message.reply("shutdown_reply", content));
        over.set(true);
    }

    private void status(String state, Message parent) {
        channels.publisher()
                .publish("status", parent.header(), Message.json().put("execution_state", state));
    }

    /** A message; null where none came, or one that is to be ignored. */
    private static @Nullable Message receive(Channel channel, int millis) {
        try {
            return channel.receive(millis);
        } catch (ProtocolException e) {
            System.getLogger(Kernel.class.getName())
                    .log(System.Logger.Level.WARNING, "ignored: " + e.getMessage());
            return null;
        }
    }

    @Override
    public void close() {
        channels.close();
    }
}
