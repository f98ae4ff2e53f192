package io.forkwatch.probe.attach;

/** Why a JVM did not get the agent: its message is one line for people. */
final class AttachFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final String line;

    AttachFailure(String line) {
        super(line, null, false, false);
        this.line = line;
    }

    String line() {
        return line;
    }
}
