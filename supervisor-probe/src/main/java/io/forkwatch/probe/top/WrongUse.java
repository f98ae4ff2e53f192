package io.forkwatch.probe.top;

/** Arguments that cannot be used. The message is one line that names what was given and what is allowed. */
final class WrongUse extends Exception {
    private static final long serialVersionUID = 1;

    WrongUse(String line) {
        super(line, null, false, false);
    }
}
