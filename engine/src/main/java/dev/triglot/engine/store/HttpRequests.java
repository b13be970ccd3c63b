package dev.triglot.engine.store;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks one source, following its redirects and checking each. */
final class HttpRequests {
    private static final int MOST_REDIRECTS = 10;

    private final HttpClient client;
    private final Duration idleTimeout;
    private final HttpSource source;
    private final @Nullable String token;
    private boolean answered;

    /** The hub's token goes to the source's own origin and to no other. */
    HttpRequests(StoreOptions options, HttpSource source) {
        this.client = options.httpClient();
        this.idleTimeout = options.idleTimeout();
        this.source = source;
        this.token = source.onHub() ? options.hubToken().orElse(null) : null;
    }

    /** A part of the file to ask for: all from an offset on, if it is still the same version. */
    record Rest(long offset, String etag) {}

    /** The head of an answer, and its body to be read. */
    record Answer(int status, HttpHeaders headers, BodyReader body) {}

    /**
     * The first answer that is no redirect. Its body is open and must be closed.
     *
     * @param heartbeat called while waiting; may throw to stop
     * @throws TransientFailure if no answer came, but one had come before
     */
    Answer get(Optional<Rest> rest, Runnable heartbeat) throws SourceFailure {
        URI uri = source.uri();
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            Answer answer = send(request(uri, rest), heartbeat);
            answered = true;
            if (!isRedirect(answer.status)) {
                return answer;
            }
            answer.body.close();
            uri = target(uri, answer.headers);
        }
        throw new SourceFailure("more than " + MOST_REDIRECTS + " redirects");
    }

    private HttpRequest request(URI uri, Optional<Rest> rest) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .header("User-Agent", "triglot")
                        .header("Accept-Encoding", "identity");
        if (token != null && Addresses.sameOrigin(uri, source.uri())) {
            request.header("Authorization", "Bearer " + token);
        }
        rest.ifPresent(
                r -> request.header("Range", "bytes=" + r.offset + "-").header("If-Range", r.etag));
        return request.build();
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private URI target(URI from, HttpHeaders headers) throws SourceFailure {
        String location = headers.firstValue("Location").orElse("");
        URI target;
        try {
            target = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new SourceFailure("a redirect to no address: " + Names.quote(location));
        }
        String problem =
                location.isEmpty()
                        ? "there is no address"
                        : Addresses.redirectProblem(source.uri(), target);
        if (problem != null) {
            throw new SourceFailure(
                    "a redirect to " + Names.quote(location) + " is refused: " + problem);
        }
        return target;
    }

    private Answer send(HttpRequest request, Runnable heartbeat) throws SourceFailure {
        // The client's own future fails as a whole where a connection is lost early, and would
        // take the bytes that came before with it; so the head is taken where it is first seen.
        var head = new CompletableFuture<Answer>();
        var body = new BodyReader();
        CompletableFuture<?> exchange =
                client.sendAsync(
                                request,
                                info -> {
                                    head.complete(
                                            new Answer(info.statusCode(), info.headers(), body));
                                    return body;
                                })
                        .whenComplete((response, failure) -> {
                            if (failure != null && !head.completeExceptionally(failure)) {
                                body.onError(failure);
                            }
                        });
        try {
            return await(head, request.uri(), heartbeat);
        } catch (ExecutionException e) {
            throw unanswered(request.uri(), e.getCause());
        } finally {
            if (!head.isDone()) {
                exchange.cancel(true);
            }
        }
    }

    private SourceFailure unanswered(URI uri, @Nullable Throwable cause) {
        IOException failure =
                switch (cause) {
                    case IOException io -> io;
                    case CompletionException e when e.getCause() instanceof IOException io -> io;
                    case null, default -> new IOException(cause);
                };
        String message = elsewhere(uri) + Failures.describe(failure);
        return answered ? new TransientFailure(message) : new SourceFailure(message);
    }

    /** Names the host where a redirect led to another one than the source's. */
    private String elsewhere(URI uri) {
        return Addresses.sameOrigin(uri, source.uri()) ? "" : uri.getRawAuthority() + ": ";
    }

    private Answer await(CompletableFuture<Answer> head, URI uri, Runnable heartbeat)
            throws ExecutionException, TransientFailure {
        long deadline = System.nanoTime() + idleTimeout.toNanos();
        while (true) {
            heartbeat.run();
            try {
                return head.get(Progress.TICK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Failures.cancelled();
            } catch (TimeoutException waiting) {
                if (System.nanoTime() - deadline >= 0) {
                    throw new TransientFailure(
                            elsewhere(uri)
                                    + "no answer for "
                                    + idleTimeout.toMillis() / 1000.0
                                    + " s");
                }
            }
        }
    }
}
