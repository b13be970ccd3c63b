package dev.triglot.engine.store;

import java.util.Locale;

/** Sizes in messages, in decimal units as disks and networks are sold. */
final class ByteCount {
    private ByteCount() {}

    /** Such as {@code 812 bytes}, {@code 98.4 MB}. */
    static String text(long bytes) {
        if (bytes < 10_000) {
            return bytes + " bytes";
        }
        double value = bytes;
        String[] units = {"kB", "MB", "GB", "TB", "PB", "EB"};
        int unit = -1;
        while (value >= 999.95) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }
}
