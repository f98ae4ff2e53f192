package io.forkwatch.e2e.program;

/** Ends at once. */
public final class Nothing {
    private Nothing() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) {}
}
