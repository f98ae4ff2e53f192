package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.intercept.Interception;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Trouble;
import java.util.function.Consumer;

/** Sees to it that every edit is in place or known to be missing, and tells what went wrong at the bridge. */
final class EditCheck {
    private final Interception interception;
    private final Clocks clocks;
    private final long completeAtNanos;
    private final Consumer<String> notices;
    private final Trouble trouble;
    private boolean complete;

    EditCheck(
            Interception interception, Clocks clocks, long completeAtNanos, Consumer<String> notices, Trouble trouble) {
        this.interception = interception;
        this.clocks = clocks;
        this.completeAtNanos = completeAtNanos;
        this.notices = notices;
        this.trouble = trouble;
    }

    void check() {
        interception.takeFault().ifPresent(fault -> trouble.report("hook", fault));
        if (!complete && clocks.nanos() - completeAtNanos >= 0) {
            complete = true;
            interception.complete();
        }
        interception.newMisfits().forEach(notices);
    }
}
