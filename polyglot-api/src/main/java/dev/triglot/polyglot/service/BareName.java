package dev.triglot.polyglot.service;

import java.util.regex.Pattern;

/** Names of files that lead nowhere else. */
final class BareName {
    /** No folder, no hidden file, nothing that a file system reads in its own way. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private BareName() {}

    static boolean matches(String name) {
        return NAME.matcher(name).matches();
    }
}
