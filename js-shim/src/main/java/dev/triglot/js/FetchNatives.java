package dev.triglot.js;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/** Requests for {@code fetch}. */
final class FetchNatives extends Natives {
    private static final int CHUNK = 1 << 16;

    private final EventLoop loop;
    private @Nullable HttpClient client;

    FetchNatives(EventLoop loop, boolean allowed) {
        this.loop = loop;
        define(
                "send",
                a -> {
                    if (!allowed) {
                        throw new NodeError("EACCES", "this script may not use the network");
                    }
                    return send(a);
                });
    }

    private HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
        }
        return client;
    }

    /**
     * send(url, method, headers as a flat list, body buffer or null, offset, length, onHead,
     * onChunk, onError): an object with {@code more()} and {@code abort()}.
     */
    private ProxyObject send(Value... a) {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(a[0].asString()));
        } catch (IllegalArgumentException e) {
            throw new NodeError("ERR_INVALID_URL", String.valueOf(e.getMessage()));
        }
        Value headers = a[2];
        for (long i = 0; i + 1 < headers.getArraySize(); i += 2) {
            try {
                request.header(
                        headers.getArrayElement(i).asString(),
                        headers.getArrayElement(i + 1).asString());
            } catch (IllegalArgumentException e) {
                // A header that belongs to the connection (host, content-length): the client's.
            }
        }
        request.method(
                a[1].asString(),
                a[3].isNull()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(bytes(a, 3)));
        Exchange exchange = new Exchange(loop.begin(), a[6], a[7], a[8]);
        exchange.start(client(), request.build());
        return ProxyObject.fromMap(
                Map.of(
                        "more", (ProxyExecutable) _ -> exchange.more(),
                        "abort", (ProxyExecutable) _ -> exchange.abort()));
    }

    /** One request; its body is read as fast as the script takes it. */
    private static final class Exchange {
        private final EventLoop.Operation operation;
        private final Value onHead;
        private final Value onChunk;
        private final Value onError;
        private final SynchronousQueue<Boolean> demand = new SynchronousQueue<>();
        private @Nullable CompletableFuture<HttpResponse<InputStream>> response;
        private @Nullable Thread reader;
        private volatile boolean aborted;

        Exchange(EventLoop.Operation operation, Value onHead, Value onChunk, Value onError) {
            this.operation = operation;
            this.onHead = onHead;
            this.onChunk = onChunk;
            this.onError = onError;
        }

        void start(HttpClient client, HttpRequest request) {
            CompletableFuture<HttpResponse<InputStream>> future =
                    client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
            response = future;
            var _ =
                    future.whenComplete((head, failure) -> {
                        if (failure != null) {
                            fail(failure);
                        } else {
                            reader = Thread.ofVirtual().start(() -> read(head));
                        }
                    });
        }

        private void read(HttpResponse<InputStream> head) {
            List<Object> headers = new ArrayList<>();
            head.headers()
                    .map()
                    .forEach((name, values) ->
                            values.forEach(value -> {
                                headers.add(name);
                                headers.add(value);
                            }));
            int status = head.statusCode();
            // Until somebody reads the body, nothing keeps the script from ending.
            reportIdle(() -> onHead.execute(status, ProxyArray.fromList(headers)));
            try (InputStream body = head.body()) {
                byte[] buffer = new byte[CHUNK];
                while (demand.take()) {
                    int count = body.read(buffer);
                    if (count < 0) {
                        break;
                    }
                    byte[] chunk = Arrays.copyOf(buffer, count);
                    reportIdle(() -> onChunk.execute(ByteBuffer.wrap(chunk)));
                }
                operation.end(() -> onChunk.execute((Object) null));
            } catch (IOException | InterruptedException e) {
                fail(e);
            }
        }

        /** The callback may ask for more at once, so the loop is let go before it. */
        private void reportIdle(Runnable callback) {
            operation.report(() -> {
                operation.keepAlive(false);
                callback.run();
            });
        }

        private void fail(Throwable failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            String code =
                    cause instanceof java.net.ConnectException
                            ? "ECONNREFUSED"
                            : cause instanceof java.net.UnknownHostException
                                    ? "ENOTFOUND"
                                    : "UND_ERR_SOCKET";
            String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
            operation.end(() -> {
                if (!aborted) {
                    onError.execute(code, message);
                }
            });
        }

        @Nullable Object more() {
            operation.keepAlive(true);
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            demand.put(true);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
            return null;
        }

        @Nullable Object abort() {
            aborted = true;
            if (response != null) {
                response.cancel(true);
            }
            Thread thread = reader;
            if (thread != null) {
                thread.interrupt();
            }
            return null;
        }
    }
}
