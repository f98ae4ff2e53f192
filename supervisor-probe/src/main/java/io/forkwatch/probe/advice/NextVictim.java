package io.forkwatch.probe.advice;

import io.forkwatch.probe.process.advice.MemoryNews.Share;
import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.OomScoreAdj;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whom the kernel would take if a cgroup were full now, as {@code oom_badness} in mm/oom_kill.c ranks its members: by their
 * memory, and {@code oom_score_adj} thousandths of the limit more. {@code oom_score} would be for the machine as a whole, and
 * misleads within a group. Known are only this JVM and the trees of its children.
 */
@Confined(Confined.To.REPORTER)
final class NextVictim {
    /** Of all children together; a larger group has no time to lose. */
    private static final int MOST_MEMBERS = 512;

    private final ProcFs procFs;
    private final Path proc;

    NextVictim(ProcFs procFs) {
        this.procFs = procFs;
        this.proc = procFs.meminfo().resolveSibling("");
    }

    /** Of these children and this JVM; absent if none of them can be read, or all are exempt. */
    Optional<Share> find(List<ChildTree> trees, long limitBytes) {
        Ranking ranking = new Ranking(limitBytes);
        try {
            ranking.add("", procFs.self().pid());
        } catch (IOException hidden) {
            // Then it is not one of those that are known.
        }
        for (ChildTree tree : trees) {
            for (TreeMember member : tree.members()) {
                ranking.add(tree.child().name().toString(), member.key().pid());
            }
        }
        return ranking.first();
    }

    private final class Ranking {
        private final long limitBytes;
        private Optional<Share> first = Optional.empty();
        private double most;
        private int members;

        Ranking(long limitBytes) {
            this.limitBytes = limitBytes;
        }

        void add(String who, long pid) {
            OptionalInt adj =
                    ++members > MOST_MEMBERS ? OptionalInt.empty() : OomScoreAdj.read(proc.resolve(Long.toString(pid)));
            if (adj.isEmpty() || adj.getAsInt() == OomScoreAdj.NEVER) {
                return;
            }
            try {
                PidStat stat = procFs.stat(pid);
                long rss = procFs.auxv().pagesToBytes(stat.rssPages());
                double points = rss + adj.getAsInt() / 1000.0 * limitBytes;
                if (stat.hasMemory() && (first.isEmpty() || points > most)) {
                    most = points;
                    first = Optional.of(new Share(who, pid, rss));
                }
            } catch (IOException gone) {
                return; // It has given back what it had.
            }
        }

        Optional<Share> first() {
            return first;
        }
    }
}
