package io.forkwatch.probe.takeover;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.event.LeftBehind;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidStat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The lists that this supervisor has claimed and not yet told. The reporter's. */
final class Claims {
    private final ProcFs procFs;
    private final List<Claim> open = new ArrayList<>();

    /** Whom the next supervisor finds in a list of an earlier one, so not in ours. */
    private final Set<ProcessKey> held = new HashSet<>();

    Claims(ProcFs procFs) {
        this.procFs = procFs;
    }

    /** Keeps a claim until it is told; true if nobody in it lives, so that there is nothing to tell. */
    boolean add(Claim claim) {
        if (!isAnyAlive(claim.processes())) {
            return claim.discard();
        }
        open.add(claim);
        claim.processes().forEach(left -> held.add(left.key()));
        return false;
    }

    /** Removes the lists of which all is told by now; true if none is left. */
    boolean settle(LiveView now) {
        for (Claim claim : List.copyOf(open)) {
            if (claim.processes().stream().allMatch(left -> isTold(left, now) || !isAlive(left))) {
                open.remove(claim);
                claim.processes().forEach(left -> held.remove(left.key()));
                claim.discard();
            }
        }
        return open.isEmpty();
    }

    /** The end: what is not told is left to the next supervisor. */
    void close(LiveView last) {
        settle(last);
        open.forEach(Claim::release);
        open.clear();
    }

    /** True if a list of an earlier supervisor still names it. */
    boolean holds(ProcessKey key) {
        return held.contains(key);
    }

    boolean isAnyAlive(List<LeftBehind> processes) {
        return processes.stream().anyMatch(this::isAlive);
    }

    private boolean isAlive(LeftBehind left) {
        try {
            PidStat stat = procFs.stat(left.key().pid());
            return stat.starttimeTicks() == left.key().starttimeTicks() && !stat.isZombie();
        } catch (NoSuchProcessException gone) {
            return false;
        } catch (IOException hidden) {
            return true;
        }
    }

    // A family is told by its head.
    private static boolean isTold(LeftBehind left, LiveView now) {
        List<Orphan> orphans = now.orphans();
        Optional<Orphan> at =
                orphans.stream().filter(each -> each.key().equals(left.key())).findAny();
        for (int depth = 0; at.isPresent() && depth <= orphans.size(); depth++) {
            if (at.get().saidAt().isPresent()) {
                return true;
            }
            long ppid = at.get().ppid();
            at = orphans.stream().filter(each -> each.key().pid() == ppid).findAny();
        }
        return false;
    }
}
