package io.forkwatch.probe.sample.pressure;

import io.forkwatch.probe.cgroup.TrackedLimit;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.cgroup.MemoryUsageFile;
import io.forkwatch.probe.procfs.handle.StatmHandle;
import io.forkwatch.probe.register.ChildRegister;
import io.forkwatch.probe.register.TrackedChild;
import io.forkwatch.probe.register.TrackedProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sees memory run out: reads the gauge of each limit above the children, and that of the machine, four times a second,
 * and where one would fill up within a second looks quickly at the processes that fill it. Sampler thread only.
 */
public final class MemoryPressureSampler {
    /** Each costs a descriptor; the children below the others are looked at once an interval. */
    private static final int MOST_POOLS = 128;

    /** Who grows by less than this share of all growth is not looked at: so there are not many. */
    private static final int LEAST_SHARE = 8;

    private static final String MACHINE = "";

    private final ProcFs procFs;
    private final Auxv units;
    private final ChildRegister register;
    private final long baseNanos;
    private final long settleNanos;
    private final Trouble trouble;
    private final Map<String, MemoryBudget> pools = new HashMap<>();
    private boolean machineSought;
    private long dueNanos;
    private long looks;

    /**
     * A watch that has not looked yet.
     *
     * @param intervalNanos the usual time between two looks at a child
     */
    public MemoryPressureSampler(
            ProcFs procFs, Auxv units, ChildRegister register, long intervalNanos, Trouble trouble) {
        this.procFs = procFs;
        this.units = units;
        this.register = register;
        this.baseNanos = Math.min(AdaptiveInterval.LONGEST_NANOS, intervalNanos);
        this.settleNanos = intervalNanos;
        this.trouble = trouble;
    }

    /** Monotonic time of the next turn; {@link Long#MAX_VALUE} without children. */
    public long dueNanos() {
        return register.living().isEmpty() ? Long.MAX_VALUE : dueNanos;
    }

    /** Quick looks so far, of one process each. */
    public long looks() {
        return looks;
    }

    /**
     * Looks where it is due.
     *
     * @param closer looks at a child and its tree as a whole
     */
    public void turn(long nanos, Closer closer) {
        long next = nanos + baseNanos;
        if (register.living().isEmpty()) {
            closeAll();
            dueNanos = next;
            return;
        }
        for (Map.Entry<String, MemoryBudget> each : pools.entrySet()) {
            if (each.getValue().dueNanos() - nanos <= 0) {
                turn(each.getKey(), each.getValue(), nanos, closer);
            }
            next = Math.min(next, each.getValue().dueNanos());
        }
        dueNanos = next;
    }

    /** How the watch has a child looked at. */
    public interface Closer {
        /** Looks at its whole tree now, one read a process. */
        void look(TrackedChild child);

        /** Finds new descendants, if that has not just been done. */
        void list();
    }

    /** Takes down which limits there are now. Called at each beat. */
    public void renew(long nanos) {
        Set<String> seen = new HashSet<>();
        register.memory().forEachLimit(limit -> {
            seen.add(limit.group().path());
            open(limit, nanos);
        });
        if (!machineSought) {
            machineSought = true;
            openMachine(nanos);
        }
        for (Iterator<Map.Entry<String, MemoryBudget>> each = pools.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, MemoryBudget> pool = each.next();
            if (!pool.getKey().equals(MACHINE) && !seen.contains(pool.getKey())) {
                close(pool.getValue());
                each.remove();
            }
        }
    }

    private void open(TrackedLimit limit, long nanos) {
        String path = limit.group().path();
        MemoryBudget known = pools.get(path);
        if (known != null && known.limitBytes() == limit.group().limitBytes()) {
            return;
        }
        if (known != null) {
            close(known);
        }
        if (pools.size() < MOST_POOLS) {
            try {
                pools.put(
                        path,
                        new MemoryBudget(limit.group().gauge(), limit.group().limitBytes(), baseNanos, nanos));
            } catch (IOException removed) {
                pools.remove(path);
            }
        }
    }

    private void openMachine(long nanos) {
        try {
            MemoryUsageFile gauge = MemoryUsageFile.ofMachine(procFs);
            pools.put(MACHINE, new MemoryBudget(gauge, gauge.totalBytes(), baseNanos, nanos));
        } catch (IOException hidden) {
            pools.remove(MACHINE);
        }
    }

    private void turn(String path, MemoryBudget pool, long nanos, Closer closer) {
        if (!pool.isReadingDue(nanos)) {
            pool.grew(lookAtGrowers(pool, nanos), nanos);
            return;
        }
        try {
            pool.read(nanos);
            if (pool.growers().isEmpty() && pool.isCloseUp()) {
                closer.list();
            }
            pool.keep(pool.isCloseUp() ? find(path, closer) : List.of());
        } catch (IOException removed) {
            // Said by the next renewal: a group may be removed at any time.
            pool.later(nanos);
        }
    }

    private long lookAtGrowers(MemoryBudget pool, long nanos) {
        long grown = 0;
        for (GrowingProcess grower : pool.growers()) {
            grown += look(grower, nanos);
        }
        return grown;
    }

    private long look(GrowingProcess grower, long nanos) {
        looks++;
        try {
            long grown = grower.look(units, nanos);
            grower.child().tookMemory(nanos, settleNanos);
            return grown;
        } catch (IOException gone) {
            return 0;
        }
    }

    // All below the limit are looked at once, and those that grow most are kept in view.
    private List<GrowingProcess> find(String path, Closer closer) {
        long all = 0;
        for (TrackedChild child : register.living()) {
            if (isIn(child, path)) {
                closer.look(child);
                all += growth(child);
            }
        }
        List<GrowingProcess> found = new ArrayList<>(LEAST_SHARE);
        for (TrackedChild child : register.living()) {
            if (isIn(child, path)) {
                addGrowers(child, all / LEAST_SHARE, found);
            }
        }
        return found;
    }

    private static boolean isIn(TrackedChild child, String path) {
        return path.equals(MACHINE) || child.memory().isBelow(path);
    }

    private static long growth(TrackedChild child) {
        long sum = child.root().isPresent() ? child.root().get().growthBytesPerSecond() : 0;
        for (TrackedProcess descendant : child.descendants()) {
            sum += descendant.growthBytesPerSecond();
        }
        return sum;
    }

    private void addGrowers(TrackedChild child, long least, List<GrowingProcess> found) {
        if (child.root().isPresent()) {
            addGrower(child, child.root().get(), least, found);
        }
        for (TrackedProcess descendant : child.descendants()) {
            addGrower(child, descendant, least, found);
        }
    }

    private void addGrower(TrackedChild child, TrackedProcess process, long least, List<GrowingProcess> found) {
        if (!process.isGone() && process.growthBytesPerSecond() > least) {
            try {
                found.add(new GrowingProcess(
                        child, process, StatmHandle.open(procFs, process.key().pid())));
            } catch (IOException gone) {
                return; // It has just ended, and will be told.
            }
        }
    }

    private void closeAll() {
        pools.values().forEach(this::close);
        pools.clear();
        machineSought = false;
    }

    private void close(MemoryBudget pool) {
        try {
            pool.close();
        } catch (IOException notClosed) {
            trouble.report("close", notClosed);
        }
    }
}
