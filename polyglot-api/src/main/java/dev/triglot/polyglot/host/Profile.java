package dev.triglot.polyglot.host;

/** How far scripts are trusted. */
public enum Profile {
    /** They may do what the process may: files, network, Java classes. */
    TRUSTED,
    /** They reach the exported API and what was granted, nothing else. */
    SANDBOXED;

    public boolean isSandboxed() {
        return this == SANDBOXED;
    }
}
