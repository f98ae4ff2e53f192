package io.forkwatch.probe.attach;

/** Why a JVM did not do what it was asked for: its message is one line for people. */
public final class AttachFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final String line;

    /** For that reason: one line, without its end. */
    public AttachFailure(String line) {
        super(line, null, false, false);
        this.line = line;
    }

    /** That line, without its end. */
    public String line() {
        return line;
    }
}
