package dev.triglot.js;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.LinkedTransferQueue;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.jspecify.annotations.Nullable;

/** The process as a script sees it: streams, time, memory, the machine. */
final class ProcessNatives extends Natives {
    private static final int CHUNK = 1 << 16;

    private final EventLoop loop;
    private final StandardStreams streams;
    private final Set<String> listened;
    private final long start = System.nanoTime();
    private final LinkedTransferQueue<Boolean> demand = new LinkedTransferQueue<>();
    private EventLoop.@Nullable Operation reading;

    /**
     * @param listened takes the names of signals that the script listens to
     */
    ProcessNatives(EventLoop loop, StandardStreams streams, Set<String> listened) {
        this.loop = loop;
        this.streams = streams;
        this.listened = listened;
        define(
                "write",
                "readAll",
                "listening",
                "listen",
                "more",
                "keepReading",
                "nanos",
                "memory",
                "cpu",
                "cpus",
                "load",
                "totalMemory",
                "freeMemory",
                "hostname");
        constant("pid", (int) ProcessHandle.current().pid());
        constant("platform", platform());
        constant("arch", arch());
        constant("release", System.getProperty("os.version", ""));
        constant("user", System.getProperty("user.name", ""));
        constant("home", System.getProperty("user.home", ""));
        constant("javaVersion", System.getProperty("java.version", ""));
    }

    @Override
    @Nullable Object call(String name, Value... a) throws IOException {
        return switch (name) {
            case "write" -> write(streams.out(a[0].asInt()), a);
            case "readAll" -> ByteBuffer.wrap(streams.in().readAllBytes());
            case "listening" ->
                    a[1].asBoolean()
                            ? listened.add(a[0].asString())
                            : listened.remove(a[0].asString());
            case "listen" -> listen(a[0]);
            case "more" -> demand.add(true);
            case "keepReading" -> keepReading(a[0].asBoolean());
            case "nanos" -> System.nanoTime() - start;
            case "memory" -> memory();
            case "cpu" -> cpuNanos();
            case "cpus" -> Runtime.getRuntime().availableProcessors();
            case "load" -> ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
            case "totalMemory" -> machine().getTotalMemorySize();
            case "freeMemory" -> machine().getFreeMemorySize();
            case "hostname" -> hostname();
            default -> super.call(name, a);
        };
    }

    private @Nullable Object write(OutputStream stream, Value... a) throws IOException {
        stream.write(
                a[1].isString() ? a[1].asString().getBytes(StandardCharsets.UTF_8) : bytes(a, 1));
        stream.flush();
        return null;
    }

    /** Starts reading: the callback gets a chunk for each {@code more}, then null at the end. */
    private @Nullable Object listen(Value callback) {
        EventLoop.Operation operation = loop.begin();
        reading = operation;
        Thread.ofPlatform()
                .daemon()
                .name("triglot-stdin")
                .start(() -> {
                    try {
                        byte[] buffer = new byte[CHUNK];
                        while (demand.take()) {
                            int count = streams.in().read(buffer);
                            if (count < 0) {
                                break;
                            }
                            byte[] chunk = Arrays.copyOf(buffer, count);
                            operation.report(() -> callback.execute(ByteBuffer.wrap(chunk)));
                        }
                    } catch (IOException | InterruptedException e) {
                        // The stream is gone: for a script that is its end.
                    }
                    operation.end(() -> callback.execute((Object) null));
                });
        return null;
    }

    private @Nullable Object keepReading(boolean alive) {
        if (reading != null) {
            reading.keepAlive(alive);
        }
        return null;
    }

    private static ProxyArray memory() {
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        var other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        return ProxyArray.fromArray(
                (double) (heap.getCommitted() + other.getCommitted()),
                (double) heap.getCommitted(),
                (double) heap.getUsed(),
                (double) other.getUsed());
    }

    private static double cpuNanos() {
        return machine().getProcessCpuTime();
    }

    private static com.sun.management.OperatingSystemMXBean machine() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    }

    private static String hostname() {
        try {
            return java.net.InetAddress.getLocalHost().getHostName();
        } catch (java.net.UnknownHostException e) {
            return "localhost";
        }
    }

    private static String platform() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return name.startsWith("windows") ? "win32" : name.startsWith("mac") ? "darwin" : "linux";
    }

    private static String arch() {
        String name = System.getProperty("os.arch", "");
        return switch (name) {
            case "amd64", "x86_64" -> "x64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }
}
