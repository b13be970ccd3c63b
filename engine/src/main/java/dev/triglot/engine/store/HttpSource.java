package dev.triglot.engine.store;

import java.net.URI;

/**
 * A file behind one address.
 *
 * @param uri {@code https}, or {@code http} on the loopback interface
 * @param onHub the address belongs to the model hub, whose token may be sent to it
 */
public record HttpSource(URI uri, boolean onHub) implements Source {
    public HttpSource {
        Addresses.requireSafe(uri);
    }

    @Override
    public String describe() {
        return uri.getRawAuthority();
    }
}
