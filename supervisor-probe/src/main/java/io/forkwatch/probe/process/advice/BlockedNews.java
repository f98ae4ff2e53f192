package io.forkwatch.probe.process.advice;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.hang.Blockage;

/**
 * A living child does not go on; or goes on again.
 *
 * @param child who
 * @param blockage what holds it up, or did
 * @param over true if it goes on again
 * @param nanos how long it has not gone on, or had not until now, 0 and up
 */
public record BlockedNews(Child child, Blockage blockage, boolean over, long nanos) implements Advisory {
    @Override
    public String event() {
        return over ? "child_goes_on" : "child_blocked";
    }
}
