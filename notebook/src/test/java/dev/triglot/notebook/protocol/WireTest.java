package dev.triglot.notebook.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireTest {
    private final Wire wire = new Wire(new Signer("key"));

    private static Message message() {
        return Message.of(
                List.of(new byte[] {1, 2}),
                "execute_request",
                Message.json(),
                Message.json().put("code", "1 + é"));
    }

    @Test
    void whatIsEncodedIsDecoded() {
        Message sent = message();
        Message got = wire.decode(wire.encode(sent));
        assertThat(got.type()).isEqualTo("execute_request");
        assertThat(got.content().path("code").asString("")).isEqualTo("1 + é");
        assertThat(got.identities()).hasSize(1);
        assertThat(got.header()).isEqualTo(sent.header());
    }

    @Test
    void signsAsTheProtocolSays() {
        // Computed by Python's hmac.new(b"key", b"abcd", "sha256").
        List<byte[]> parts =
                List.of("a", "b", "c", "d").stream()
                        .map(text -> text.getBytes(StandardCharsets.US_ASCII))
                        .toList();
        assertThat(new Signer("key").sign(parts)).isEqualTo(EXPECTED);
    }

    private static final String EXPECTED =
            "2a31ec0ee8d878c9eece9fb0df79b3b90b2256240163aa5ee50d176d3d1121f8";

    @Test
    void aWrongSignatureIsRefused() {
        List<byte[]> frames = new ArrayList<>(wire.encode(message()));
        frames.set(frames.size() - 1, "{\"code\": \"evil\"}".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> wire.decode(frames))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("wrong signature");
        assertThatThrownBy(() -> new Wire(new Signer("other")).decode(wire.encode(message())))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void aMessageIsAcceptedOnce() {
        List<byte[]> frames = wire.encode(message());
        wire.decode(frames);
        assertThatThrownBy(() -> wire.decode(frames))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("before");
    }

    @Test
    void whatIsNoMessageIsRefused() {
        List<byte[]> frames = wire.encode(message());
        for (int length = 0; length < frames.size(); length++) {
            List<byte[]> cut = frames.subList(0, length);
            assertThatThrownBy(() -> wire.decode(cut)).isInstanceOf(ProtocolException.class);
        }
        byte[] list = "[]".getBytes(StandardCharsets.UTF_8);
        List<byte[]> parts = List.of(list, list, list, list);
        List<byte[]> signed =
                new ArrayList<>(List.of("<IDS|MSG>".getBytes(StandardCharsets.UTF_8)));
        signed.add(new Signer("key").sign(parts).getBytes(StandardCharsets.UTF_8));
        signed.addAll(parts);
        assertThatThrownBy(() -> wire.decode(signed))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("no object");
    }
}
