package io.forkwatch.probe.doctor;

/**
 * One thing that is available or not.
 *
 * @param available whether
 * @param what its name, not empty
 * @param detail what was found; where it is missing, what that costs and how to get it
 */
record Check(boolean available, String what, String detail) {
    Check {
        if (what.isEmpty()) {
            throw new IllegalArgumentException("what is empty");
        }
    }

    /** It is there, or it is missing: each with its own text. */
    static Check of(boolean available, String what, String found, String missing) {
        return new Check(available, what, available ? found : missing);
    }
}
