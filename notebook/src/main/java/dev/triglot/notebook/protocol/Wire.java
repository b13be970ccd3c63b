package dev.triglot.notebook.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Messages as frames: identities, a delimiter, the signature, four JSON texts, buffers. */
final class Wire {
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final int PARTS = 4;

    private final Signer signer;

    Wire(Signer signer) {
        this.signer = signer;
    }

    List<byte[]> encode(Message message) {
        List<byte[]> parts =
                List.of(
                        bytes(message.header()),
                        bytes(message.parent()),
                        bytes(message.metadata()),
                        bytes(message.content()));
        List<byte[]> frames = new ArrayList<>(message.identities());
        frames.add(DELIMITER);
        frames.add(signer.sign(parts).getBytes(StandardCharsets.US_ASCII));
        frames.addAll(parts);
        return frames;
    }

    /**
     * @throws ProtocolException where the frames are no message, or not signed with the key
     */
    Message decode(List<byte[]> frames) {
        int delimiter = 0;
        while (delimiter < frames.size() && !Arrays.equals(frames.get(delimiter), DELIMITER)) {
            delimiter++;
        }
        if (frames.size() < delimiter + 2 + PARTS) {
            throw new ProtocolException("a message with frames missing");
        }
        List<byte[]> parts = frames.subList(delimiter + 2, delimiter + 2 + PARTS);
        signer.verify(frames.get(delimiter + 1), parts);
        return new Message(
                List.copyOf(frames.subList(0, delimiter)),
                object(parts.get(0)),
                object(parts.get(1)),
                object(parts.get(2)),
                object(parts.get(3)));
    }

    private static byte[] bytes(ObjectNode json) {
        return JsonMapper.shared().writeValueAsBytes(json);
    }

    private static ObjectNode object(byte[] part) {
        try {
            if (JsonMapper.shared().readTree(part) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new ProtocolException("a message that is not JSON: " + e.getOriginalMessage());
        }
        throw new ProtocolException("a message with a part that is no object");
    }
}
