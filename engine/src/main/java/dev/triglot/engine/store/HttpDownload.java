package dev.triglot.engine.store;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * Completes a partial file from an HTTP source, asking again where a connection is lost and only
 * for what is missing (RFC 9110, sections 13.1.5 and 14).
 */
final class HttpDownload {
    // This much progress makes earlier failures forgotten; it bounds their number as well.
    private static final long PROGRESS = 1 << 20;
    private static final int LARGEST_PAUSE_FACTOR = 16;
    private static final Duration LARGEST_WANTED_PAUSE = Duration.ofSeconds(30);

    private final HttpSource source;
    private final long size;
    private final PartialFile part;
    private final PartOrigin origin;
    private final StoreOptions options;
    private final HttpRequests requests;
    private final Progress progress;

    HttpDownload(
            HttpSource source,
            long size,
            PartialFile part,
            PartOrigin origin,
            StoreOptions options,
            HttpRequests requests,
            Progress progress) {
        this.source = source;
        this.size = size;
        this.part = part;
        this.origin = origin;
        this.options = options;
        this.requests = requests;
        this.progress = progress;
    }

    /** Returns when the file has all its bytes; whether they are right is not known then. */
    void run() throws SourceFailure, IOException {
        int failures = 0;
        long reached = part.length();
        while (!part.isComplete()) {
            try {
                ask();
            } catch (TransientFailure e) {
                if (part.length() >= reached + PROGRESS) {
                    failures = 0;
                    reached = part.length();
                }
                if (++failures > options.retries()) {
                    throw new SourceFailure(
                            e.message() + (failures > 1 ? " (asked " + failures + " times)" : ""));
                }
                progress.listener().retrying(source, e.message());
                pause(failures, e.wanted());
            }
        }
    }

    private void pause(int failures, Duration wanted) {
        long doubled =
                options.firstPause().toMillis()
                        * Math.min(LARGEST_PAUSE_FACTOR, 1L << Math.min(failures - 1, 30));
        long bounded = Math.min(wanted.toMillis(), LARGEST_WANTED_PAUSE.toMillis());
        long end = System.nanoTime() + Math.max(doubled, bounded) * 1_000_000;
        while (System.nanoTime() - end < 0) {
            progress.arrived(part.length(), size);
            Progress.pause(Math.min(Progress.TICK_MILLIS, Math.max(doubled, bounded)));
        }
    }

    private void ask() throws SourceFailure, IOException {
        Optional<HttpRequests.Rest> rest =
                part.length() == 0
                        ? Optional.empty()
                        : origin.etag(source.uri())
                                .map(etag -> new HttpRequests.Rest(part.length(), etag));
        HttpRequests.Answer answer =
                requests.get(rest, () -> progress.arrived(part.length(), size));
        try (BodyReader body = answer.body()) {
            switch (answer.status()) {
                case 200 -> begin(answer.headers());
                case 206 -> resume(answer.headers(), rest);
                case 416 -> {
                    part.restart();
                    throw new TransientFailure(
                            "the server answers 416: it cannot resume, starting again");
                }
                default -> throw refusal(answer);
            }
            copy(body);
        }
    }

    private void begin(HttpHeaders headers) throws SourceFailure, IOException {
        requireIdentity(headers);
        long offered = headers.firstValueAsLong("Content-Length").orElse(size);
        if (offered != size) {
            throw new SourceFailure(
                    "its file has " + offered + " bytes, and the model has " + size);
        }
        part.restart();
        origin.write(source.uri(), headers.firstValue("ETag"));
    }

    private void resume(HttpHeaders headers, Optional<HttpRequests.Rest> rest)
            throws SourceFailure {
        requireIdentity(headers);
        if (rest.isEmpty()) {
            throw new SourceFailure("it sends a part of the file where all of it was asked for");
        }
        String range = headers.firstValue("Content-Range").orElse("");
        boolean continues =
                ContentRange.parse(range).filter(r -> r.continues(part.length(), size)).isPresent();
        String etag = headers.firstValue("ETag").orElse(rest.get().etag());
        if (!continues || !etag.equals(rest.get().etag())) {
            part.restart();
            throw new TransientFailure(
                    "the server resumes with something else ("
                            + Names.plain(continues ? "ETag " + etag : "Content-Range " + range)
                            + "): starting again");
        }
    }

    private static void requireIdentity(HttpHeaders headers) throws SourceFailure {
        String encoding = headers.firstValue("Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw new SourceFailure(
                    "it sends the content encoding " + Names.quote(encoding) + " unasked");
        }
    }

    private SourceFailure refusal(HttpRequests.Answer answer) {
        int status = answer.status();
        String problem = "the server answers " + status;
        return switch (status) {
            case 401, 403 ->
                    new SourceFailure(
                            problem
                                    + ": access denied"
                                    + (source.onHub() ? " (HF_TOKEN may hold a token)" : ""));
            case 404, 410 -> new SourceFailure(problem + ": it does not have the file");
            case 408, 429, 500, 502, 503, 504 ->
                    new TransientFailure(problem, wantedPause(answer.headers()));
            default -> new SourceFailure(problem);
        };
    }

    private static Duration wantedPause(HttpHeaders headers) {
        String seconds = headers.firstValue("Retry-After").orElse("");
        return seconds.matches("[0-9]{1,6}")
                ? Duration.ofSeconds(Long.parseLong(seconds))
                : Duration.ZERO;
    }

    private void copy(BodyReader body) throws SourceFailure {
        long deadline = deadline();
        while (true) {
            switch (next(body)) {
                case BodyReader.Bytes bytes -> {
                    for (ByteBuffer buffer : bytes.buffers()) {
                        part.append(buffer);
                    }
                    deadline = deadline();
                }
                case BodyReader.End end -> {
                    requireComplete("ends");
                    return;
                }
                case BodyReader.Lost lost -> {
                    requireComplete("is lost");
                    return;
                }
                case BodyReader.Silence silence -> {
                    if (part.isComplete()) {
                        return;
                    }
                    if (System.nanoTime() - deadline >= 0) {
                        requireComplete(
                                "is silent for " + options.idleTimeout().toMillis() + " ms");
                    }
                }
            }
            progress.arrived(part.length(), size);
        }
    }

    private long deadline() {
        return System.nanoTime() + options.idleTimeout().toNanos();
    }

    private static BodyReader.Signal next(BodyReader body) {
        try {
            return body.next(Duration.ofMillis(Progress.TICK_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.cancelled();
        }
    }

    private void requireComplete(String event) throws TransientFailure {
        if (!part.isComplete()) {
            throw new TransientFailure(
                    "the connection "
                            + event
                            + " after "
                            + part.length()
                            + " of "
                            + size
                            + " bytes");
        }
    }
}
