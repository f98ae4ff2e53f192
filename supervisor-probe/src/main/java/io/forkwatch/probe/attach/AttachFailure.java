package io.forkwatch.probe.attach;

/** Why a JVM did not do what it was asked for: its message is one line for people. */
public final class AttachFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final Why why;
    private final String line;

    /** Whose fault it is. */
    public enum Why {
        /** This JVM has no way to ask. */
        NOT_HERE,
        /** There is nobody to ask any more. */
        ENDED,
        /** That one cannot be asked. */
        REFUSED
    }

    /** Of one that cannot be asked, for that reason: one line, without its end. */
    public AttachFailure(String line) {
        this(Why.REFUSED, line);
    }

    AttachFailure(Why why, String line) {
        super(line, null, false, false);
        this.why = why;
        this.line = line;
    }

    /** Whose fault it is. */
    public Why why() {
        return why;
    }

    /** That line, without its end. */
    public String line() {
        return line;
    }
}
