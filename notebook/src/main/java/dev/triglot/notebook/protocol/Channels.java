package dev.triglot.notebook.protocol;

import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.ZError;

/** The five sockets of a kernel. */
public final class Channels implements AutoCloseable {
    private static final int LINGER_MILLIS = 1000;

    private final ZContext context = new ZContext();
    private final Channel shell;
    private final Channel control;
    private final Channel stdin;
    private final Publisher publisher;

    /**
     * @throws ProtocolException where a port is taken
     */
    public Channels(ConnectionFile connection) {
        context.setLinger(LINGER_MILLIS);
        Wire wire = new Wire(new Signer(connection.key()));
        try {
            shell = new Channel(bind(SocketType.ROUTER, connection, connection.shellPort()), wire);
            control =
                    new Channel(
                            bind(SocketType.ROUTER, connection, connection.controlPort()), wire);
            stdin = new Channel(bind(SocketType.ROUTER, connection, connection.stdinPort()), wire);
            publisher =
                    new Publisher(bind(SocketType.XPUB, connection, connection.iopubPort()), wire);
            ZMQ.Socket heartbeat = bind(SocketType.REP, connection, connection.heartbeatPort());
            Thread.ofPlatform().name("heartbeat").daemon().start(() -> echo(heartbeat));
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    private ZMQ.Socket bind(SocketType type, ConnectionFile connection, int port) {
        ZMQ.Socket socket = context.createSocket(type);
        // Nothing that was said may be lost to a front end that reads slowly.
        socket.setHWM(0);
        try {
            socket.bind(connection.address(port));
        } catch (org.zeromq.ZMQException e) {
            throw new ProtocolException(
                    "cannot listen at " + connection.address(port) + ": " + e.getMessage());
        }
        return socket;
    }

    private static void echo(ZMQ.Socket socket) {
        try {
            while (true) {
                List<byte[]> frames = Channel.receive(socket, 0);
                if (frames != null) {
                    Channel.send(socket, frames);
                }
            }
        } catch (org.zeromq.ZMQException | ZError.IOException e) {
            // The kernel has been shut down.
        }
    }

    public Channel shell() {
        return shell;
    }

    public Channel control() {
        return control;
    }

    public Channel stdin() {
        return stdin;
    }

    public Publisher publisher() {
        return publisher;
    }

    @Override
    public void close() {
        publisher.close();
        context.close();
    }
}
