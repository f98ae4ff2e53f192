package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.dump.ThreadDumps;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.process.hang.HangView;
import io.forkwatch.probe.thread.PeriodicDuty;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Has a JVM write its threads down when it is first seen to wait for a lock inside itself: only it can say which. What is
 * no JVM is not asked.
 */
final class HangDumps implements PeriodicDuty {
    private static final long PAUSE_NANOS = 5_000_000_000L;

    private final ThreadDumps dumps;
    private final Supplier<HangView> hangs;
    private Set<ProcessKey> asked = Set.of();

    /** Of those that are blocked. */
    HangDumps(ThreadDumps dumps, Supplier<HangView> hangs) {
        this.dumps = dumps;
        this.hangs = hangs;
    }

    @Override
    public String what() {
        return "dump";
    }

    @Override
    public long doWork(long nanos) {
        Set<ProcessKey> now = new HashSet<>();
        for (Map.Entry<ProcessKey, HangView.Blocked> each :
                hangs.get().blocked().entrySet()) {
            Blockage blockage = each.getValue().blockage();
            if (blockage.on() == BlockedOn.LOCK && now.add(each.getKey()) && !asked.contains(each.getKey())) {
                dumps.dump(
                        each.getKey(), blockage.links().get(blockage.held() - 1).who());
            }
        }
        asked = now;
        return PAUSE_NANOS;
    }
}
