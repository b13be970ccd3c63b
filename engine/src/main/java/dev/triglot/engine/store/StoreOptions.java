package dev.triglot.engine.store;

import dev.triglot.engine.error.InvalidArgumentException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** How a store reaches the outside. Immutable; made by a {@link Builder}. */
public final class StoreOptions {
    private final Builder values;

    private StoreOptions(Builder values) {
        this.values = values.copy();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The usual options, with the hub token and the search path of an environment. */
    public static StoreOptions of(Map<String, String> environment) {
        Builder options = builder().searchPath(environment.getOrDefault("PATH", ""));
        String token = environment.getOrDefault("HF_TOKEN", "").strip();
        return (token.isEmpty() ? options : options.hubToken(token)).build();
    }

    Optional<String> hubToken() {
        return Optional.ofNullable(values.hubToken);
    }

    /** A client that does not follow redirects: the store checks and follows them itself. */
    HttpClient httpClient() {
        HttpClient given = values.httpClient;
        return given != null
                ? given
                : HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(values.connectTimeout)
                        .build();
    }

    Duration idleTimeout() {
        return values.idleTimeout;
    }

    int retries() {
        return values.retries;
    }

    Duration firstPause() {
        return values.firstPause;
    }

    Duration lockTimeout() {
        return values.lockTimeout;
    }

    String searchPath() {
        return values.searchPath;
    }

    Duration pipTimeout() {
        return values.pipTimeout;
    }

    @Nullable ToLongFunction<Path> freeSpace() {
        return values.freeSpace;
    }

    /** Every value has a default that suits an interactive download. */
    public static final class Builder {
        private @Nullable String hubToken;
        private @Nullable HttpClient httpClient;
        private Duration connectTimeout = Duration.ofSeconds(15);
        private Duration idleTimeout = Duration.ofSeconds(30);
        private int retries = 5;
        private Duration firstPause = Duration.ofMillis(500);
        private Duration lockTimeout = Duration.ofMinutes(10);
        private String searchPath = "";
        private Duration pipTimeout = Duration.ofMinutes(5);
        private @Nullable ToLongFunction<Path> freeSpace;

        private Builder() {}

        private Builder copy() {
            var copy = new Builder();
            copy.hubToken = hubToken;
            copy.httpClient = httpClient;
            copy.connectTimeout = connectTimeout;
            copy.idleTimeout = idleTimeout;
            copy.retries = retries;
            copy.firstPause = firstPause;
            copy.lockTimeout = lockTimeout;
            copy.searchPath = searchPath;
            copy.pipTimeout = pipTimeout;
            copy.freeSpace = freeSpace;
            return copy;
        }

        /** Bearer token for the model hub; never sent to another origin. */
        public Builder hubToken(String token) {
            if (!token.matches("[\\x21-\\x7e]+")) {
                throw new InvalidArgumentException(
                        "the hub token (HF_TOKEN) has characters that no token has");
            }
            hubToken = token;
            return this;
        }

        /** In place of the store's own; must not follow redirects. */
        public Builder httpClient(HttpClient client) {
            if (client.followRedirects() != HttpClient.Redirect.NEVER) {
                throw new InvalidArgumentException(
                        "the HTTP client must not follow redirects: the store checks each");
            }
            httpClient = client;
            return this;
        }

        /** For the store's own HTTP client; 15 s. */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = timeout;
            return this;
        }

        /** How long a server may send nothing; 30 s. */
        public Builder idleTimeout(Duration timeout) {
            idleTimeout = timeout;
            return this;
        }

        /** How often a source is asked again without having made progress; 5. */
        public Builder retries(int count) {
            retries = count;
            return this;
        }

        /** Before the first retry; doubles with each one up to 16 times as much; 0.5 s. */
        public Builder firstPause(Duration pause) {
            firstPause = pause;
            return this;
        }

        /** How long to wait for another process that fetches the same model; 10 minutes. */
        public Builder lockTimeout(Duration timeout) {
            lockTimeout = timeout;
            return this;
        }

        /** Folders to find Python in, as the variable PATH. */
        public Builder searchPath(String path) {
            searchPath = path;
            return this;
        }

        /** How long pip may run without a byte arriving; 5 minutes. */
        public Builder pipTimeout(Duration timeout) {
            pipTimeout = timeout;
            return this;
        }

        /** Free bytes on the disk that holds a folder, in place of asking the file system. */
        public Builder freeSpace(ToLongFunction<Path> supplier) {
            freeSpace = supplier;
            return this;
        }

        public StoreOptions build() {
            return new StoreOptions(this);
        }
    }
}
