package dev.triglot.notebook.protocol;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message of the protocol.
 *
 * @param identities whom a router socket sends it to; the topic of a published message
 * @param header {@code msg_id, session, username, date, msg_type, version}
 * @param parent the header of the request that it answers; empty for none
 */
public record Message(
        List<byte[]> identities,
        ObjectNode header,
        ObjectNode parent,
        ObjectNode metadata,
        ObjectNode content) {
    /** The version of the protocol that is spoken here. */
    public static final String PROTOCOL = "5.4";

    private static final String SESSION = UUID.randomUUID().toString();

    public static ObjectNode json() {
        return JsonMapper.shared().createObjectNode();
    }

    /** A message of this kernel's. */
    public static Message of(
            List<byte[]> identities, String type, ObjectNode parent, ObjectNode content) {
        ObjectNode header =
                json().put("msg_id", UUID.randomUUID().toString())
                        .put("session", SESSION)
                        .put("username", "kernel")
                        .put("date", Instant.now().truncatedTo(ChronoUnit.MICROS).toString())
                        .put("msg_type", type)
                        .put("version", PROTOCOL);
        return new Message(identities, header, parent, json(), content);
    }

    /** An answer that goes back to where this one came from. */
    public Message reply(String type, ObjectNode content) {
        return of(identities, type, header, content);
    }

    public String type() {
        return header.path("msg_type").asString("");
    }
}
