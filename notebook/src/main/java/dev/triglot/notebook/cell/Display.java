package dev.triglot.notebook.cell;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * What a cell shows, by MIME type. A last expression of this type is shown so; {@code display(...)}
 * shows one at any time.
 *
 * @param data texts, and pictures in base 64
 */
public record Display(Map<String, String> data) {
    public static Display html(String text) {
        return of("text/html", text, "<HTML>");
    }

    public static Display markdown(String text) {
        return of("text/markdown", text, text);
    }

    public static Display svg(String text) {
        return of("image/svg+xml", text, "<SVG>");
    }

    public static Display png(byte[] bytes) {
        return of("image/png", Base64.getEncoder().encodeToString(bytes), "<PNG>");
    }

    /** A picture as PNG. */
    public static Display picture(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png(bytes.toByteArray());
    }

    /** Any value in the richest form that it has. */
    public static Display of(@Nullable Object value) {
        return switch (value) {
            case Display display -> display;
            case BufferedImage image -> picture(image);
            case null -> new Display(Map.of("text/plain", "null"));
            default -> new Display(Map.of("text/plain", Text.of(value)));
        };
    }

    private static Display of(String mime, String content, String plain) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put(mime, content);
        data.put("text/plain", plain);
        return new Display(data);
    }
}
