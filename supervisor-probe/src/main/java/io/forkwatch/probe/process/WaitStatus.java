package io.forkwatch.probe.process;

/**
 * How a process ended, as {@code wait(2)} encodes it: field 52 of a zombie's {@code stat}.
 *
 * @param raw the status word: exit code in bits 8 to 15, or signal in bits 0 to 6 and the core flag 0x80;
 *     other bits are of no meaning here
 */
public record WaitStatus(int raw) {
    /** The signal of {@code destroyForcibly}, signal(7). */
    public static final int SIGKILL = 9;
    /** The signal of {@code destroy}, signal(7). */
    public static final int SIGTERM = 15;

    /** What is added to a signal to make an exit value of it: by shells, by JVMs that catch it, and by the JDK. */
    public static final int SIGNAL_BASE = 128;

    private static final int SIGNAL_BITS = 0x7f;
    private static final int CORE_BIT = 0x80;

    /** True if a signal ended it. */
    public boolean signalled() {
        return signal() != 0;
    }

    /** The ending signal, 0 if it exited by itself. */
    public int signal() {
        return raw & SIGNAL_BITS;
    }

    /** The exit code, 0 to 255; meaningless if {@link #signalled()}. */
    public int exitCode() {
        return (raw >> 8) & 0xff;
    }

    /** True if the kernel wrote a core dump. */
    public boolean coreDumped() {
        return signalled() && (raw & CORE_BIT) != 0;
    }

    /** What {@link Process#exitValue()} makes of it: the exit code, or 128 + signal. */
    public int exitValue() {
        return signalled() ? exitValueOf(signal()) : exitCode();
    }

    /** The exit value that stands for a signal: 137 for SIGKILL. */
    public static int exitValueOf(int signal) {
        return SIGNAL_BASE + signal;
    }
}
