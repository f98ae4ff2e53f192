package io.forkwatch.probe.diagnose.verdict;

import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Ending;
import java.util.OptionalInt;

/**
 * How a process ended, as far as that was seen. At most one of {@code signal} and {@code exitCode} is known.
 *
 * @param signal the signal that ended it, for certain
 * @param exitCode the code it exited with by itself, for certain, 0 to 255
 * @param exitValue what {@link Process#exitValue()} says; absent where nobody saw the end
 * @param rawStatus the wait status; only where the zombie was read and did not hide it
 * @param coreDumped true if the kernel is known to have written a core dump
 * @param certainty {@code exact}, {@code flags}, {@code code_only} or {@code vanished}
 */
public record Mechanism(
        OptionalInt signal,
        OptionalInt exitCode,
        OptionalInt exitValue,
        OptionalInt rawStatus,
        boolean coreDumped,
        String certainty) {
    public Mechanism {
        if (signal.isPresent() && exitCode.isPresent()) {
            throw new IllegalArgumentException("signal " + signal + " and exitCode " + exitCode);
        }
    }

    /** The mechanism that an ending shows. */
    public static Mechanism of(Ending ending) {
        if (ending instanceof Ending.Exact exact) {
            return exact(exact.status(), exact.certainty());
        }
        if (ending instanceof Ending.Flags flags) {
            return hidden(flags.value(), flags.signalled(), flags.certainty());
        }
        if (ending instanceof Ending.CodeOnly codeOnly) {
            return codeOnly(codeOnly.value(), codeOnly.certainty());
        }
        OptionalInt none = OptionalInt.empty();
        return new Mechanism(none, none, none, none, false, ending.certainty());
    }

    private static Mechanism exact(WaitStatus status, String certainty) {
        OptionalInt none = OptionalInt.empty();
        return new Mechanism(
                status.signalled() ? OptionalInt.of(status.signal()) : none,
                status.signalled() ? none : OptionalInt.of(status.exitCode()),
                OptionalInt.of(status.exitValue()),
                OptionalInt.of(status.raw()),
                status.coreDumped(),
                certainty);
    }

    private static Mechanism hidden(int exitValue, boolean signalled, String certainty) {
        OptionalInt none = OptionalInt.empty();
        return new Mechanism(
                signalled ? OptionalInt.of(exitValue - WaitStatus.SIGNAL_BASE) : none,
                signalled ? none : OptionalInt.of(exitValue),
                OptionalInt.of(exitValue),
                none,
                false,
                certainty);
    }

    // The JDK says 128 + n for signal n and for exit(128 + n) alike; a negative value means that it saw nothing itself.
    private static Mechanism codeOnly(int exitValue, String certainty) {
        OptionalInt value = OptionalInt.of(exitValue);
        boolean exited = exitValue >= 0 && !Signals.fatal(exitValue - WaitStatus.SIGNAL_BASE);
        OptionalInt none = OptionalInt.empty();
        return new Mechanism(none, exited ? value : none, value, none, false, certainty);
    }

    /** True if it is known for certain whether a signal ended it: the zombie was read. */
    public boolean exact() {
        return rawStatus.isPresent() || hidden();
    }

    /** True if the zombie was read, but not its wait status: neither that nor a core dump is known. */
    public boolean hidden() {
        return certainty.equals("flags");
    }

    /** The n of an exit value 128 + n where n is a signal that can end a process, whether or not it did. */
    public OptionalInt signalInExitValue() {
        int n = exitValue.orElse(0) - WaitStatus.SIGNAL_BASE;
        return Signals.fatal(n) ? OptionalInt.of(n) : OptionalInt.empty();
    }
}
