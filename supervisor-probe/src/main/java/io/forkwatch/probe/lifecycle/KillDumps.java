package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.dump.ThreadDumps;
import io.forkwatch.probe.intercept.BeforeKill;

/**
 * Before this JVM ends one of its children.
 *
 * @param dumps looks into it
 * @param waits whether the thread that ends it waits for that, 1.5 s at most
 */
record KillDumps(ThreadDumps dumps, boolean waits) implements BeforeKill {
    @Override
    public void killing(long pid, boolean force) {
        dumps.beforeEnd(pid, waits);
    }
}
