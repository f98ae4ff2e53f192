package io.forkwatch.probe.advice;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.advice.Victim;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.PidCgroup;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.cgroup.MemoryUsageFile;
import io.forkwatch.probe.procfs.pid.OomScoreAdj;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whom the kernel would take if memory ran out now, as {@code oom_badness} in mm/oom_kill.c ranks those who share it: by their
 * memory, and {@code oom_score_adj} thousandths of the limit more. {@code oom_score} would be for the machine as a whole, and
 * misleads within a group. Known are only this JVM and the trees of its children.
 */
@Confined(Confined.To.REPORTER)
final class NextVictim {
    /** Of all children together; a larger group has no time to lose. */
    static final int MOST_MEMBERS = 512;

    private static final double THOUSAND = 1000;

    private final ProcFs procFs;
    private final Path proc;

    NextVictim(ProcFs procFs) {
        this.procFs = procFs;
        this.proc = procFs.meminfo().resolveSibling("");
    }

    /**
     * Of these children and this JVM, as far as they are in a cgroup or below it.
     *
     * @param cgroup its path, in the manner of {@code /proc/<pid>/cgroup}
     * @return absent if none of them can be read, or all are exempt
     */
    Optional<Victim> below(String cgroup, long limitBytes, List<LivingChild> children) {
        for (Victim each : ranked(limitBytes, children)) {
            if (isBelow(each.pid(), cgroup)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The same where it is the memory of the machine that runs out. */
    Optional<Victim> ofMachine(List<LivingChild> children) {
        try (MemoryUsageFile machine = MemoryUsageFile.ofMachine(procFs)) {
            return ranked(machine.totalBytes(), children).stream().findFirst();
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }

    // One that does not say where it is stands where its parent does.
    private boolean isBelow(long pid, String cgroup) {
        try {
            PidCgroup groups = procFs.cgroup(pid);
            String own = groups.memory().or(groups::unified).orElse(cgroup);
            return own.equals(cgroup) || own.startsWith(cgroup.endsWith("/") ? cgroup : cgroup + "/");
        } catch (IOException hidden) {
            return true;
        }
    }

    /** The first one first. */
    private List<Victim> ranked(long limitBytes, List<LivingChild> children) {
        List<Victim> members = new ArrayList<>();
        try {
            add(Optional.empty(), procFs.self().pid(), true, limitBytes, members);
        } catch (IOException hidden) {
            // Then it is not one of those that are known.
        }
        int asked = 0;
        for (LivingChild living : children) {
            boolean swapped = living.slow().treeSwapBytes().orElse(0) > 0;
            for (TreeMember member : living.tree()) {
                if (++asked <= MOST_MEMBERS) {
                    add(Optional.of(living.child()), member.key().pid(), swapped, limitBytes, members);
                }
            }
        }
        members.sort(Comparator.comparingDouble(Victim::points).reversed());
        return members;
    }

    private void add(Optional<Child> child, long pid, boolean swapped, long limitBytes, List<Victim> members) {
        int adj = OomScoreAdj.read(proc.resolve(Long.toString(pid))).orElse(OomScoreAdj.NEVER);
        if (adj == OomScoreAdj.NEVER) {
            return;
        }
        try {
            PidStat stat = procFs.stat(pid);
            if (stat.hasMemory()) {
                long rss = procFs.auxv().pagesToBytes(stat.rssPages());
                double points = rss + (swapped ? swapBytes(pid) : 0) + adj / THOUSAND * limitBytes;
                members.add(new Victim(child, pid, rss, points, Math.max(1, limitBytes)));
            }
        } catch (IOException gone) {
            return; // It has given back what it had.
        }
    }

    private long swapBytes(long pid) {
        try {
            return procFs.status(pid).vmSwapBytes().orElse(0);
        } catch (IOException hidden) {
            return 0;
        }
    }
}
