package dev.triglot.engine.store;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file on a {@link HubServer} that honours ranges as RFC 9110 has it, unless told otherwise. */
final class ServedFile implements HubServer.Handler {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-");

    /** What happens to the answer's body. */
    interface Body {
        void write(byte[] content, int from, OutputStream out)
                throws IOException, InterruptedException;
    }

    private volatile byte[] content;
    private volatile String etag = "\"v1\"";
    private volatile boolean honoursRanges = true;
    private final Queue<Body> bodies = new ConcurrentLinkedQueue<>();

    ServedFile(byte[] content) {
        this.content = content;
    }

    ServedFile etag(String newEtag) {
        etag = newEtag;
        return this;
    }

    ServedFile content(byte[] newContent) {
        content = newContent;
        return this;
    }

    ServedFile ignoringRanges() {
        honoursRanges = false;
        return this;
    }

    /** The next answer ends after that many bytes of its body; each call adds one such answer. */
    ServedFile cut(int bytes) {
        return next((file, from, out) -> out.write(file, from, bytes));
    }

    /** The next answer's body is written so. */
    ServedFile next(Body body) {
        bodies.add(body);
        return this;
    }

    @Override
    public void answer(HubServer.Request request, OutputStream out)
            throws IOException, InterruptedException {
        int from = 0;
        Matcher range = RANGE.matcher(request.header("range").orElse(""));
        boolean sameVersion = request.header("if-range").orElse(etag).equals(etag);
        byte[] file = content;
        if (honoursRanges && sameVersion && range.matches()) {
            from = Integer.parseInt(range.group(1));
        }
        if (from == 0) {
            HubServer.head(out, 200, "Content-Length: " + file.length, "ETag: " + etag);
        } else {
            HubServer.head(
                    out,
                    206,
                    "Content-Length: " + (file.length - from),
                    "Content-Range: bytes " + from + "-" + (file.length - 1) + "/" + file.length,
                    "ETag: " + etag);
        }
        Body body = bodies.poll();
        if (body == null) {
            out.write(file, from, file.length - from);
        } else {
            body.write(file, from, out);
        }
        out.flush();
    }
}
