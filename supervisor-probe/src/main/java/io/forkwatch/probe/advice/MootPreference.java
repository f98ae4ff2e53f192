package io.forkwatch.probe.advice;

import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.cgroup.CgroupLimit;
import io.forkwatch.probe.procfs.cgroup.MemoryCgroup;
import io.forkwatch.probe.procfs.pid.OomScoreAdj;
import io.forkwatch.probe.thread.Confined;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Whether it is of any use to ask the kernel to take children first. Where it is not, that is said once. */
@Confined(Confined.To.REPORTER)
public final class MootPreference {
    private static final long PAUSE_NANOS = 10_000_000_000L;

    private static final String NO_USE = "oom.prefer.children is of no use: ";
    private static final String GROUP = "memory.oom.group is set for cgroup ";
    private static final String TOGETHER = ", so all its processes go together";
    private static final String ALREADY = "this JVM has an oom_score_adj of 1000 itself, and so have its children";

    private final ProcFs procFs;
    private final Consumer<String> notices;
    private OptionalLong askedNanos = OptionalLong.empty();
    private boolean said;

    /**
     * One that has said nothing.
     *
     * @param notices gets that one line
     */
    public MootPreference(ProcFs procFs, Consumer<String> notices) {
        this.procFs = procFs;
        this.notices = notices;
    }

    /** Asks anew every 10 s until it has been said: this JVM may be moved, and its cgroup changed. */
    public void check(long nanos) {
        if (said || (askedNanos.isPresent() && nanos - askedNanos.getAsLong() < PAUSE_NANOS)) {
            return;
        }
        askedNanos = OptionalLong.of(nanos);
        Optional<MemoryCgroup> group = MemoryMonitor.locate(procFs);
        if (group.isPresent() && killsWhole(group.get())) {
            say(GROUP + group.get().path() + TOGETHER);
        } else if (OomScoreAdj.read(procFs.meminfo().resolveSibling("self")).orElse(0) == OomScoreAdj.MOST) {
            say(ALREADY);
        }
    }

    private void say(String why) {
        said = true;
        notices.accept(NO_USE + why);
    }

    // What counts is set between the process and the cgroup whose limit is reached; for the machine's memory, anywhere.
    private static boolean killsWhole(MemoryCgroup group) {
        boolean whole = group.killsWhole("");
        for (CgroupLimit limit : group.limits()) {
            whole |= group.killsWhole(limit.path());
        }
        return whole;
    }
}
