package io.forkwatch.probe.publish.debug;

/** Why there is nothing to see: one line for people, with nothing in it of what was asked. */
final class DebugRefusal extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String line;

    DebugRefusal(int status, String line) {
        super(line, null, false, false);
        this.status = status;
        this.line = line;
    }

    int status() {
        return status;
    }

    String line() {
        return line;
    }
}
