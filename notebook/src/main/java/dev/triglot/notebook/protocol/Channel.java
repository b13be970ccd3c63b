package dev.triglot.notebook.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/** A socket that requests come in by and replies go out by. One thread at a time uses it. */
public final class Channel {
    private final ZMQ.Socket socket;
    private final Wire wire;

    Channel(ZMQ.Socket socket, Wire wire) {
        this.socket = socket;
        this.wire = wire;
    }

    /**
     * Waits for a message.
     *
     * @param millis how long; negative for as long as it takes
     * @return null where none came
     * @throws ProtocolException where what came is refused; the next may be received
     */
    public @Nullable Message receive(int millis) {
        socket.setReceiveTimeOut(millis);
        List<byte[]> frames = receive(socket, 0);
        return frames == null ? null : wire.decode(frames);
    }

    public void send(Message message) {
        send(socket, wire.encode(message));
    }

    static @Nullable List<byte[]> receive(ZMQ.Socket socket, int flags) {
        byte[] frame = socket.recv(flags);
        if (frame == null) {
            return null;
        }
        List<byte[]> frames = new ArrayList<>(List.of(frame));
        while (socket.hasReceiveMore()) {
            frames.add(socket.recv());
        }
        return frames;
    }

    static void send(ZMQ.Socket socket, List<byte[]> frames) {
        for (int i = 0; i < frames.size() - 1; i++) {
            socket.sendMore(frames.get(i));
        }
        socket.send(frames.getLast());
    }
}
