package dev.triglot.notebook.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs messages and checks signatures; a signature is accepted once. */
final class Signer {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int REMEMBERED = 1 << 16;

    private final SecretKeySpec key;
    private final Map<String, Boolean> seen =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > REMEMBERED;
                }
            };

    Signer(String key) {
        this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** The signature of a message's four parts, in hexadecimal digits. */
    String sign(List<byte[]> parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            parts.forEach(mac::update);
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /**
     * @throws ProtocolException for a wrong signature, or one that was there before
     */
    synchronized void verify(byte[] signature, List<byte[]> parts) {
        String expected = sign(parts);
        if (!MessageDigest.isEqual(expected.getBytes(StandardCharsets.US_ASCII), signature)) {
            throw new ProtocolException("a message with a wrong signature");
        }
        if (seen.put(expected, true) != null) {
            throw new ProtocolException("a message that was sent before");
        }
    }
}
