package dev.triglot.engine.template;

/**
 * What a missing name, attribute or item gives: prints as nothing, is false and empty; any other
 * use is an error.
 *
 * @param reason what is missing, for the message of that error
 */
record Undefined(String reason) {
    /** All are alike. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Undefined;
    }

    @Override
    public int hashCode() {
        return 0;
    }
}
