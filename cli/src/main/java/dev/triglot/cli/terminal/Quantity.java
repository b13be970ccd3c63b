package dev.triglot.cli.terminal;

import java.util.Locale;

/** Numbers as people read them. */
public final class Quantity {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    private Quantity() {}

    /** Such as {@code 105.5 MB}; decimal units, as downloads and disks are measured. */
    public static String bytes(long count) {
        int unit = 0;
        double value = (double) count;
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0 ? count + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** Such as {@code 134.5 M} for a number of weights. */
    public static String count(long count) {
        if (count < 1000) {
            return Long.toString(count);
        }
        return bytes(count).replaceAll("B$", "").replace('k', 'K').replace('G', 'B');
    }

    /** Such as {@code 0:07} or {@code 1:02:33}. */
    public static String duration(double seconds) {
        long whole = Math.max(0, Math.round(seconds));
        long minutes = whole / 60;
        return minutes < 60
                ? String.format(Locale.ROOT, "%d:%02d", minutes, whole % 60)
                : String.format(
                        Locale.ROOT, "%d:%02d:%02d", minutes / 60, minutes % 60, whole % 60);
    }
}
