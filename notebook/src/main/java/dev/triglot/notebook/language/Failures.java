package dev.triglot.notebook.language;

import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.PolyglotException.StackFrame;
import org.graalvm.polyglot.SourceSection;

/** What ends a cell outside of its language: interrupts, memory, errors of Java code. */
public final class Failures {
    private Failures() {}

    /** As the author of a cell is told. */
    public static CellFailure of(PolyglotException e, String language) {
        if (e.isInterrupted() || e.isCancelled()) {
            return CellFailure.interrupted();
        }
        List<String> lines = new ArrayList<>();
        for (StackFrame frame : e.getPolyglotStackTrace()) {
            SourceSection place = frame.getSourceLocation();
            if (frame.isGuestFrame() && place != null && !place.getSource().isInternal()) {
                lines.add(
                        "    at %s (%s:%d)"
                                .formatted(
                                        frame.getRootName(),
                                        place.getSource().getName(),
                                        place.getStartLine()));
            }
        }
        String message = String.valueOf(e.getMessage());
        String name =
                e.isHostException() ? e.asHostException().getClass().getSimpleName() : "Error";
        if (e.isResourceExhausted()) {
            name = "MemoryError";
            message = "the cell needs more memory or a deeper stack than there is: " + message;
        } else if (e.isInternalError()) {
            name = "InternalError";
            message = "an error in " + language + "'s runtime: " + message;
        }
        lines.addFirst(name + ": " + message);
        return new CellFailure(name, message, lines);
    }
}
