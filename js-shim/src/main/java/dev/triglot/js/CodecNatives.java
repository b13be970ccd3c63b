package dev.triglot.js;

import java.net.IDN;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/** What the JDK computes for {@code crypto}, {@code zlib} and {@code URL}. */
final class CodecNatives extends Natives {
    private final SecureRandom random = new SecureRandom();

    CodecNatives() {
        define("random", a -> random(a[0].asInt()));
        define("hash", a -> hash(a[0].asString()));
        define("hmac", a -> hmac(a[0].asString(), bytes(a, 1)));
        define("toAscii", a -> toAscii(a[0].asString()));
        define("inflater", a -> inflater(a[0].asBoolean()));
        define("deflater", a -> deflater(a[0].asInt(), a[1].asBoolean()));
        define("crc32", a -> crc32(a[0].asLong(), bytes(a, 1)));
    }

    private ByteBuffer random(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static String javaName(String algorithm) {
        String name = algorithm.toUpperCase(Locale.ROOT).replace("-", "");
        return name.startsWith("SHA") && !name.startsWith("SHA3")
                ? "SHA-" + name.substring(3)
                : name;
    }

    private static ProxyObject hash(String algorithm) {
        try {
            MessageDigest digest = MessageDigest.getInstance(javaName(algorithm));
            return digester(digest::update, digest::digest);
        } catch (GeneralSecurityException e) {
            throw new NodeError("ERR_OSSL_EVP_UNSUPPORTED", "Digest method not supported");
        }
    }

    private static ProxyObject hmac(String algorithm, byte[] key) {
        try {
            String name = "Hmac" + javaName(algorithm).replace("-", "");
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, name));
            return digester(mac::update, mac::doFinal);
        } catch (GeneralSecurityException e) {
            throw new NodeError("ERR_CRYPTO_INVALID_DIGEST", "Invalid digest: " + algorithm);
        }
    }

    private interface Update {
        void accept(byte[] bytes);
    }

    private interface Finish {
        byte[] get();
    }

    private static ProxyObject digester(Update update, Finish finish) {
        ProxyExecutable updater =
                a -> {
                    update.accept(bytes(a, 0));
                    return null;
                };
        ProxyExecutable finisher = _ -> ByteBuffer.wrap(finish.get());
        return ProxyObject.fromMap(Map.of("update", updater, "digest", finisher));
    }

    /** A host name in ASCII as tr46 gives it; null where it is none. */
    private static @Nullable String toAscii(String domain) {
        try {
            return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static double crc32(long before, byte[] bytes) {
        long crc = ~before & 0xffffffffL;
        for (byte b : bytes) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0xedb88320L;
            }
        }
        return ~crc & 0xffffffffL;
    }

    /** {@code push(bytes)}: what came out; {@code rest()}: bytes behind the end, null before it. */
    private static ProxyObject inflater(boolean raw) {
        Inflater inflater = new Inflater(raw);
        ProxyExecutable push =
                a -> {
                    inflater.setInput(bytes(a, 0));
                    List<byte[]> parts = new ArrayList<>();
                    byte[] buffer = new byte[1 << 16];
                    try {
                        int count = inflater.inflate(buffer);
                        while (count > 0) {
                            parts.add(Arrays.copyOf(buffer, count));
                            count = inflater.inflate(buffer);
                        }
                    } catch (DataFormatException e) {
                        return null;
                    }
                    return joined(parts);
                };
        ProxyExecutable rest = _ -> inflater.finished() ? inflater.getRemaining() : -1;
        ProxyExecutable end =
                _ -> {
                    inflater.end();
                    return null;
                };
        return ProxyObject.fromMap(Map.of("push", push, "rest", rest, "end", end));
    }

    /** {@code push(bytes, finish)}: what came out. */
    private static ProxyObject deflater(int level, boolean raw) {
        Deflater deflater = new Deflater(level, raw);
        ProxyExecutable push =
                (Value... a) -> {
                    deflater.setInput(bytes(a, 0));
                    if (a[3].asBoolean()) {
                        deflater.finish();
                    }
                    List<byte[]> parts = new ArrayList<>();
                    byte[] buffer = new byte[1 << 16];
                    int count = deflater.deflate(buffer);
                    while (count > 0) {
                        parts.add(Arrays.copyOf(buffer, count));
                        count = deflater.deflate(buffer);
                    }
                    if (a[3].asBoolean()) {
                        deflater.end();
                    }
                    return joined(parts);
                };
        return ProxyObject.fromMap(Map.of("push", push));
    }

    private static ByteBuffer joined(List<byte[]> parts) {
        ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
        parts.forEach(all::put);
        return all.flip();
    }
}
