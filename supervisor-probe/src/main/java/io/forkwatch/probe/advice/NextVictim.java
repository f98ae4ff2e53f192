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
import java.util.OptionalInt;

/**
 * Whom the kernel would take if memory ran out now, as {@code oom_badness} in mm/oom_kill.c ranks those who share it: by their
 * memory, and {@code oom_score_adj} thousandths of the limit more. {@code oom_score} would be for the machine as a whole, and
 * misleads within a group. Known are only this JVM and the trees of its children.
 */
@Confined(Confined.To.REPORTER)
final class NextVictim {
    /** Of all children together; a larger group has no time to lose. */
    private static final int MOST_MEMBERS = 512;

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
        for (Ranked each : ranked(limitBytes, children)) {
            if (isBelow(each.victim().pid(), cgroup)) {
                return Optional.of(each.victim());
            }
        }
        return Optional.empty();
    }

    /** The same where it is the memory of the machine that runs out. */
    Optional<Victim> ofMachine(List<LivingChild> children) {
        try (MemoryUsageFile machine = MemoryUsageFile.ofMachine(procFs)) {
            return ranked(machine.totalBytes(), children).stream().findFirst().map(Ranked::victim);
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
    private List<Ranked> ranked(long limitBytes, List<LivingChild> children) {
        Ranking ranking = new Ranking(limitBytes);
        try {
            ranking.add(Optional.empty(), procFs.self().pid(), true);
        } catch (IOException hidden) {
            // Then it is not one of those that are known.
        }
        for (LivingChild living : children) {
            boolean swapped = living.slow().treeSwapBytes().orElse(0) > 0;
            for (TreeMember member : living.tree()) {
                ranking.add(Optional.of(living.child()), member.key().pid(), swapped);
            }
        }
        ranking.members.sort(Comparator.comparingDouble(Ranked::points).reversed());
        return ranking.members;
    }

    /**
     * Somebody in the ranking.
     *
     * @param points bytes, and what stands for bytes
     */
    private record Ranked(Victim victim, double points) {}

    private final class Ranking {
        private final long limitBytes;
        private final List<Ranked> members = new ArrayList<>();
        private int asked;

        Ranking(long limitBytes) {
            this.limitBytes = limitBytes;
        }

        void add(Optional<Child> child, long pid, boolean swapped) {
            OptionalInt adj =
                    ++asked > MOST_MEMBERS ? OptionalInt.empty() : OomScoreAdj.read(proc.resolve(Long.toString(pid)));
            if (adj.isEmpty() || adj.getAsInt() == OomScoreAdj.NEVER) {
                return;
            }
            try {
                PidStat stat = procFs.stat(pid);
                if (stat.hasMemory()) {
                    long rss = procFs.auxv().pagesToBytes(stat.rssPages());
                    double points = rss + (swapped ? swapBytes(pid) : 0) + adj.getAsInt() / THOUSAND * limitBytes;
                    long score = Math.round(points * THOUSAND / Math.max(1, limitBytes));
                    members.add(new Ranked(new Victim(child, pid, rss, score), points));
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
}
