package io.forkwatch.probe.intercept;

import io.forkwatch.probe.process.event.ExitValue;
import java.util.OptionalInt;

/** {@link Process#exitValue()} of a child: the rung of the ladder below the zombie read. Never reaps, never waits. */
final class JdkExitValue implements ExitValue {
    private final Process process;

    JdkExitValue(Process process) {
        this.process = process;
    }

    @Override
    public OptionalInt read() {
        try {
            return OptionalInt.of(process.exitValue());
        } catch (IllegalThreadStateException stillRunning) {
            return OptionalInt.empty();
        }
    }
}
