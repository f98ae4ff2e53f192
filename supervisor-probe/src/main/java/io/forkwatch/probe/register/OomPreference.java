package io.forkwatch.probe.register;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.OomScoreAdj;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Asks the kernel to take children before this JVM: the only thing that is done to a child, and only where it was asked
 * for. What a child forks afterwards inherits it.
 */
@Confined(Confined.To.SAMPLER)
public final class OomPreference {
    private final ProcFs procFs;
    private final Trouble trouble;
    private final Path proc;

    /**
     * One that has touched nobody.
     *
     * @param trouble where it is counted that a child of another user, for example, may not be raised
     */
    public OomPreference(ProcFs procFs, Trouble trouble) {
        this.procFs = procFs;
        this.trouble = trouble;
        this.proc = procFs.meminfo().resolveSibling("");
    }

    /** Raises the {@code oom_score_adj} of a child to the most; nothing if it is gone, whoever has its pid by now. */
    void raise(ProcessKey child) {
        try {
            OomScoreAdj.raise(proc.resolve(Long.toString(child.pid())), OomScoreAdj.MOST, () -> isThere(child));
        } catch (IOException refused) {
            if (!ProcFs.saysGone(refused)) {
                trouble.report("oom_score_adj", refused);
            }
        }
    }

    private boolean isThere(ProcessKey child) {
        try {
            return procFs.stat(child.pid()).starttimeTicks() == child.starttimeTicks();
        } catch (IOException gone) {
            return false;
        }
    }
}
