package dev.triglot.engine.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;

/** Finds out whether a stored file is the one of the catalog. */
final class Verifier {
    private Verifier() {}

    /** Trusts the {@link VerifiedMark}, and hashes where it does not hold. */
    static Verification hashIfChanged(ModelFiles files, ProgressListener listener) {
        String expected = files.model().sha256();
        try {
            VerifiedMark now = VerifiedMark.of(files.file(), expected);
            return VerifiedMark.read(files.mark()).filter(now::equals).isPresent()
                    ? new Verification(files.model(), files.file(), expected, expected)
                    : hash(files, listener);
        } catch (IOException e) {
            throw Failures.unreadable("read", files.file(), e);
        }
    }

    /** Hashes, and notes the result. */
    static Verification hash(ModelFiles files, ProgressListener listener) {
        String expected = files.model().sha256();
        try {
            // Before the hashing: a change during it must not be covered by the mark.
            VerifiedMark mark = VerifiedMark.of(files.file(), expected);
            String found = FileHash.of(files.file(), new Progress(listener));
            if (found.equals(expected)) {
                mark.write(files.mark());
            } else {
                Files.deleteIfExists(files.mark());
            }
            return new Verification(files.model(), files.file(), expected, found);
        } catch (ClosedByInterruptException e) {
            throw Failures.cancelled();
        } catch (IOException e) {
            throw Failures.unreadable("read", files.file(), e);
        }
    }
}
