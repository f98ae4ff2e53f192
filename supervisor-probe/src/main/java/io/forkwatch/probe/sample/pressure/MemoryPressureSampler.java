package io.forkwatch.probe.sample.pressure;

import io.forkwatch.probe.cgroup.CgroupTracker;
import io.forkwatch.probe.cgroup.TrackedLimit;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.cgroup.MemoryUsageFile;
import io.forkwatch.probe.procfs.handle.ProcAccess;
import io.forkwatch.probe.procfs.handle.StatmHandle;
import io.forkwatch.probe.register.ChildRegister;
import io.forkwatch.probe.register.TrackedChild;
import io.forkwatch.probe.register.TrackedProcess;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sees memory run out: reads the usage below each limit above the children, and that of the machine, four times a second,
 * and where one would fill up within a second samples the processes that fill it quickly.
 */
@Confined(Confined.To.SAMPLER)
public final class MemoryPressureSampler {
    /** Each costs a descriptor; the children below the others are sampled once an interval. */
    private static final int MOST_BUDGETS = 128;

    /** Who grows by less than this share of all growth is not sampled: so there are not many. */
    private static final int LEAST_SHARE = 8;

    private static final String MACHINE = "";

    private final ProcFs procFs;
    private final Auxv units;
    private final ChildRegister register;
    private final CgroupTracker cgroups;
    private final TreeSampler trees;
    private final long baseNanos;
    private final long settleNanos;
    private final Trouble trouble;
    private final Map<String, MemoryBudget> budgets = new HashMap<>();
    private long dueNanos;
    private long quickSamples;

    /**
     * A sampler that has not read anything yet.
     *
     * @param trees samples a child and its tree as a whole
     * @param intervalNanos the usual time between two samples of a child
     * @param settleNanos see {@link TrackedProcess#counts}
     */
    public MemoryPressureSampler(
            ProcAccess proc,
            ChildRegister register,
            CgroupTracker cgroups,
            TreeSampler trees,
            long intervalNanos,
            long settleNanos,
            Trouble trouble) {
        this.procFs = proc.files();
        this.units = proc.units();
        this.register = register;
        this.cgroups = cgroups;
        this.trees = trees;
        this.baseNanos = Math.min(AdaptiveInterval.LONGEST_NANOS, intervalNanos);
        this.settleNanos = settleNanos;
        this.trouble = trouble;
    }

    /** Monotonic time at which there is work next; {@link Long#MAX_VALUE} without children. */
    public long dueNanos() {
        return register.living().isEmpty() ? Long.MAX_VALUE : dueNanos;
    }

    /** Quick samples so far, of one process each. */
    public long quickSamples() {
        return quickSamples;
    }

    /** Samples where it is due. */
    public void doWork(long nanos) {
        if (register.living().isEmpty()) {
            closeAll();
            dueNanos = nanos + baseNanos;
            return;
        }
        if (sampleDue(nanos)) {
            // A cgroup that was removed may have been made again under its name.
            renew(nanos);
        }
        dueNanos = nextDueNanos(nanos + baseNanos);
    }

    // True if one of them could not be read, and was dropped.
    private boolean sampleDue(long nanos) {
        boolean dropped = false;
        for (Iterator<Map.Entry<String, MemoryBudget>> each = budgets.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, MemoryBudget> entry = each.next();
            if (entry.getValue().dueNanos() - nanos <= 0 && !sample(entry.getKey(), entry.getValue(), nanos)) {
                close(entry.getValue());
                each.remove();
                dropped = true;
            }
        }
        return dropped;
    }

    private long nextDueNanos(long latestNanos) {
        long next = latestNanos;
        for (MemoryBudget budget : budgets.values()) {
            next = Math.min(next, budget.dueNanos());
        }
        return next;
    }

    /** Notes which limits there are now. Called at each tick. */
    public void renew(long nanos) {
        Set<String> seen = new HashSet<>();
        cgroups.forEachLimit(limit -> {
            seen.add(limit.limit().path());
            open(limit, nanos);
        });
        if (!budgets.containsKey(MACHINE)) {
            openMachine(nanos);
        }
        for (Iterator<Map.Entry<String, MemoryBudget>> each = budgets.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, MemoryBudget> entry = each.next();
            if (!entry.getKey().equals(MACHINE) && !seen.contains(entry.getKey())) {
                close(entry.getValue());
                each.remove();
            }
        }
    }

    private void open(TrackedLimit limit, long nanos) {
        String path = limit.limit().path();
        MemoryBudget known = budgets.get(path);
        if (known != null && known.limitBytes() == limit.limit().limitBytes()) {
            return;
        }
        if (known != null) {
            close(known);
            budgets.remove(path);
        }
        if (budgets.size() < MOST_BUDGETS) {
            try {
                budgets.put(
                        path,
                        MemoryBudget.read(limit.limit().gauge(), limit.limit().limitBytes(), baseNanos, nanos));
            } catch (IOException removed) {
                return; // A cgroup may be removed at any time; the next renewal tries again.
            }
        }
    }

    private void openMachine(long nanos) {
        try {
            budgets.put(MACHINE, ofMachine(nanos));
        } catch (IOException hidden) {
            return; // Nobody tells; the limits of cgroups are sampled all the same.
        }
    }

    private MemoryBudget ofMachine(long nanos) throws IOException {
        MemoryUsageFile usage = MemoryUsageFile.ofMachine(procFs);
        try {
            return MemoryBudget.read(usage, usage.totalBytes(), baseNanos, nanos);
        } catch (IOException unreadable) {
            usage.close();
            throw unreadable;
        }
    }

    // False if it cannot be read.
    private boolean sample(String path, MemoryBudget budget, long nanos) {
        if (!budget.isReadingDue(nanos)) {
            budget.grew(sampleGrowing(budget, nanos), nanos);
            return true;
        }
        try {
            budget.read(nanos);
            if (budget.growing().isEmpty() && budget.isSampledQuickly()) {
                trees.list();
            }
            budget.keep(budget.isSampledQuickly() ? findGrowing(path) : List.of());
            return true;
        } catch (IOException removed) {
            return false;
        }
    }

    private long sampleGrowing(MemoryBudget budget, long nanos) {
        long grown = 0;
        for (GrowingProcess process : budget.growing()) {
            grown += sample(process, nanos);
        }
        return grown;
    }

    private long sample(GrowingProcess process, long nanos) {
        quickSamples++;
        try {
            long grown = process.sample(units, nanos);
            process.child().tookMemory(nanos, settleNanos);
            return grown;
        } catch (IOException gone) {
            return 0;
        }
    }

    // All below the limit are sampled once, and those that grow most are kept.
    private List<GrowingProcess> findGrowing(String path) {
        long all = 0;
        for (TrackedChild child : register.living()) {
            if (isIn(child, path)) {
                trees.sample(child);
                all += growth(child);
            }
        }
        List<GrowingProcess> found = new ArrayList<>(LEAST_SHARE);
        for (TrackedChild child : register.living()) {
            if (isIn(child, path)) {
                addGrowing(child, all / LEAST_SHARE, found);
            }
        }
        return found;
    }

    private static boolean isIn(TrackedChild child, String path) {
        return path.equals(MACHINE) || child.cgroup().isBelow(path);
    }

    private static long growth(TrackedChild child) {
        long sum = child.root().isPresent() ? child.root().get().growthBytesPerSecond() : 0;
        for (TrackedProcess descendant : child.descendants()) {
            sum += descendant.growthBytesPerSecond();
        }
        return sum;
    }

    private void addGrowing(TrackedChild child, long least, List<GrowingProcess> found) {
        if (child.root().isPresent()) {
            addGrowing(child, child.root().get(), least, found);
        }
        for (TrackedProcess descendant : child.descendants()) {
            addGrowing(child, descendant, least, found);
        }
    }

    private void addGrowing(TrackedChild child, TrackedProcess process, long least, List<GrowingProcess> found) {
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
        budgets.values().forEach(this::close);
        budgets.clear();
    }

    private void close(MemoryBudget budget) {
        try {
            budget.close();
        } catch (IOException notClosed) {
            trouble.report("close", notClosed);
        }
    }
}
