package dev.triglot.engine.store;

import dev.triglot.engine.error.InvalidArgumentException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which addresses may be asked, first and after a redirect. */
final class Addresses {
    private Addresses() {}

    /**
     * @throws InvalidArgumentException if it is neither https nor http on the loopback interface
     */
    static void requireSafe(URI uri) {
        String problem = problem(uri);
        if (problem != null) {
            throw new InvalidArgumentException(Names.quote(uri.toString()) + ": " + problem);
        }
    }

    /** Why this address may not be asked, or null if it may. */
    static @Nullable String problem(URI uri) {
        if (uri.getHost() == null || uri.getScheme() == null) {
            return "an address needs a scheme and a host";
        }
        if (uri.getRawUserInfo() != null) {
            return "an address may not carry a user name";
        }
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "https" -> null;
            case "http" ->
                    isLoopback(uri.getHost())
                            ? null
                            : "plain http is allowed on the loopback interface only: use https";
            default -> "only https is allowed";
        };
    }

    /** Why a redirect from a server on the way may not be followed, or null if it may. */
    static @Nullable String redirectProblem(URI first, URI target) {
        String problem = problem(target);
        if (problem == null && isPrivate(target.getHost()) && !isPrivate(first.getHost())) {
            // A public server must not make this machine speak to its own network.
            problem = "a public server may not redirect into a private network";
        }
        return problem;
    }

    static boolean sameOrigin(URI a, URI b) {
        return a.getScheme().equalsIgnoreCase(b.getScheme())
                && a.getHost().equalsIgnoreCase(b.getHost())
                && port(a) == port(b);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    /** Decided by the text alone: a name that resolves to the loopback interface is not enough. */
    private static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(name).isLoopbackAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    private static boolean isPrivate(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (isPrivate(address)) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException unresolved) {
            // Behind a proxy names need not resolve here; without one the connection fails.
            return false;
        }
    }

    private static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || isUniqueLocal(address)
                || isSharedSpace(address);
    }

    /** fc00::/7, RFC 4193. */
    private static boolean isUniqueLocal(InetAddress address) {
        return address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    }

    /** 100.64.0.0/10, RFC 6598. */
    private static boolean isSharedSpace(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 0x40;
    }
}
