package dev.triglot.notebook.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a front end wants to meet the kernel, and the key that both sign messages with.
 *
 * @param ip an address of this machine's loopback interface
 * @param key never empty
 */
public record ConnectionFile(
        String ip,
        int shellPort,
        int controlPort,
        int iopubPort,
        int stdinPort,
        int heartbeatPort,
        String key) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");
    private static final long MAX_BYTES = 1 << 16;

    /**
     * Reads one. A kernel runs whatever it is sent, so neither other machines nor unsigned messages
     * are accepted.
     *
     * @throws ProtocolException where it is malformed or asks for what is refused
     */
    public static ConnectionFile read(Path file) {
        JsonNode json = parse(file);
        String ip = text(json, "ip", file);
        String transport = text(json, "transport", file);
        String scheme = text(json, "signature_scheme", file);
        String key = text(json, "key", file);
        if (!transport.equals("tcp")) {
            throw wrong(file, "transport '" + transport + "' is not supported; use tcp");
        }
        if (!LOOPBACK.contains(ip)) {
            throw wrong(file, "ip " + ip + " is not this machine's loopback; use 127.0.0.1");
        }
        if (!scheme.equals("hmac-sha256")) {
            throw wrong(
                    file, "signature_scheme '" + scheme + "' is not supported; use hmac-sha256");
        }
        if (key.isEmpty()) {
            throw wrong(file, "key is empty; unsigned messages are refused");
        }
        return new ConnectionFile(
                ip,
                port(json, "shell_port", file),
                port(json, "control_port", file),
                port(json, "iopub_port", file),
                port(json, "stdin_port", file),
                port(json, "hb_port", file),
                key);
    }

    /** Such as {@code tcp://127.0.0.1:5555}. */
    String address(int port) {
        return "tcp://" + (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port;
    }

    private static JsonNode parse(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw wrong(file, "larger than a connection file ever is");
            }
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (IOException e) {
            throw wrong(file, "cannot be read: " + e.getMessage());
        } catch (JacksonException e) {
            throw wrong(file, "not JSON: " + e.getOriginalMessage());
        }
    }

    private static String text(JsonNode json, String field, Path file) {
        if (!json.path(field).isString()) {
            throw wrong(file, field + " is missing or not a string");
        }
        return json.path(field).stringValue();
    }

    private static int port(JsonNode json, String field, Path file) {
        int port = json.path(field).asInt(0);
        if (port < 1 || port > 65535) {
            throw wrong(file, field + " is not a port");
        }
        return port;
    }

    private static ProtocolException wrong(Path file, String what) {
        return new ProtocolException("connection file " + file + ": " + what);
    }
}
