package dev.triglot.notebook.protocol;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells all front ends what happens. Any thread may publish; one thread owns the socket. Text that
 * comes faster than it is sent is sent together, so that a loop which prints does not drown a front
 * end.
 */
public final class Publisher {
    /** How long text waits for more of it: short for a reader, long for a loop. */
    private static final long GATHER_NANOS = 10_000_000;

    /** How often new front ends are looked for when nothing is published. */
    private static final long IDLE_NANOS = 50_000_000;

    private static final int MAX_WAITING = 10_000;
    private static final int MAX_TEXT = 1 << 16;

    private sealed interface Item {}

    private record Whole(Message message) implements Item {}

    private record Stream(String name, ObjectNode parent, StringBuilder text) implements Item {}

    private final ZMQ.Socket socket;
    private final Wire wire;
    private final Deque<Item> waiting = new ArrayDeque<>();
    private final Thread thread;
    private boolean closed;

    Publisher(ZMQ.Socket socket, Wire wire) {
        this.socket = socket;
        this.wire = wire;
        // Subscriptions take effect when they are welcomed.
        socket.setXpubManual(true);
        thread = Thread.ofPlatform().name("iopub").daemon().start(this::work);
    }

    /** Publishes a message. */
    public void publish(String type, ObjectNode parent, ObjectNode content) {
        add(
                new Whole(
                        Message.of(
                                List.of(type.getBytes(StandardCharsets.US_ASCII)),
                                type,
                                parent,
                                content)));
    }

    /**
     * Publishes text of a program.
     *
     * @param name {@code stdout} or {@code stderr}
     */
    public synchronized void stream(String name, ObjectNode parent, String text) {
        if (waiting.peekLast() instanceof Stream last
                && last.name.equals(name)
                && last.parent.equals(parent)
                && last.text.length() < MAX_TEXT) {
            last.text.append(text);
        } else {
            add(new Stream(name, parent, new StringBuilder(text)));
        }
    }

    private synchronized void add(Item item) {
        boolean interrupted = false;
        while (waiting.size() >= MAX_WAITING && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
                break;
            }
        }
        waiting.add(item);
        notifyAll();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            Item item;
            do {
                item = take();
                welcome();
                switch (item) {
                    case Whole whole -> send(whole.message);
                    case Stream stream -> send(message(stream));
                    case null -> {}
                }
            } while (item != null || !isClosed());
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but the end of the process.
        }
    }

    private synchronized @Nullable Item take() throws InterruptedException {
        long idle = System.nanoTime() + IDLE_NANOS;
        while (waiting.isEmpty() && !closed && idle > System.nanoTime()) {
            NANOSECONDS.timedWait(this, idle - System.nanoTime());
        }
        long gathered = System.nanoTime() + GATHER_NANOS;
        while (hasOnlyText() && !closed && gathered > System.nanoTime()) {
            NANOSECONDS.timedWait(this, gathered - System.nanoTime());
        }
        Item item = waiting.pollFirst();
        notifyAll();
        return item;
    }

    private boolean hasOnlyText() {
        return waiting.size() == 1 && waiting.peekFirst() instanceof Stream;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private static Message message(Stream stream) {
        ObjectNode content =
                Message.json().put("name", stream.name).put("text", stream.text.toString());
        byte[] topic = ("stream." + stream.name).getBytes(StandardCharsets.US_ASCII);
        return Message.of(List.of(topic), "stream", stream.parent, content);
    }

    private void send(Message message) {
        Channel.send(socket, wire.encode(message));
    }

    /** A front end that subscribes is told, before anything else, that it misses nothing now. */
    private void welcome() {
        byte[] frame;
        while ((frame = socket.recv(ZMQ.DONTWAIT)) != null) {
            if (frame.length == 0) {
                continue;
            }
            // JeroMQ 0.6.0 wants the frame as it came, its first byte included.
            if (frame[0] == 0) {
                socket.unsubscribe(frame);
            } else if (frame[0] == 1) {
                socket.subscribe(frame);
                byte[] topic = Arrays.copyOfRange(frame, 1, frame.length);
                String text = new String(topic, StandardCharsets.UTF_8);
                ObjectNode content = Message.json().put("subscription", text);
                send(Message.of(List.of(topic), "iopub_welcome", Message.json(), content));
            }
        }
    }

    /** Sends what is waiting and ends. */
    void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
