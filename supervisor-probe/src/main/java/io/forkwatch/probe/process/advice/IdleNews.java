package io.forkwatch.probe.process.advice;

import io.forkwatch.probe.process.Child;

/**
 * A living child has done nothing for long, with all that it has started; or works again.
 *
 * @param child who
 * @param idle true if it has begun to be idle, false if it has ended to
 * @param nanos how long it has done nothing, or had until now, 0 and up
 * @param cpuNanos CPU time of its tree in that time
 * @param processes how many processes it has now
 */
public record IdleNews(Child child, boolean idle, long nanos, long cpuNanos, int processes) implements Advisory {
    @Override
    public String event() {
        return idle ? "child_idle" : "child_active";
    }
}
