package io.forkwatch.probe.sample;

import io.forkwatch.probe.orphans.Orphans;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.ThreadClocks;
import io.forkwatch.probe.procfs.pid.PidGroup;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.register.ChildRegister;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who else is in the process group of this JVM, and may have started a process there that nobody saw being started. Those
 * above this JVM, as the shell that started it, have not if they have only waited meanwhile: who forks uses CPU time.
 */
@Confined(Confined.To.SAMPLER)
final class GroupOutsiders {
    /** Where a machine has more processes it is not known who is in a group: about 20 ms. */
    private static final int MOST_PROCESSES = 2_000;

    /** So seldom is that asked. */
    private static final long REST_NANOS = 10_000_000_000L;

    private final ProcFs files;
    private final ChildRegister register;
    private final Orphans orphans;
    private final ByteSpan text = new ByteSpan(4096);
    private final PidStat stat = new PidStat();
    private final Map<ProcessKey, Long> runNanos = new HashMap<>();
    private long askedNanos;
    private boolean asked;

    GroupOutsiders(ProcFs files, ChildRegister register, Orphans orphans) {
        this.files = files;
        this.register = register;
        this.orphans = orphans;
    }

    /**
     * Notes how much CPU time each process above this JVM has used.
     *
     * @return the pids of all of them, and that of this JVM
     */
    Set<Long> seeAbove(long ownPid) {
        Set<Long> above = new HashSet<>();
        try {
            for (long at = ownPid; at > 0 && above.add(at); at = stat.ppid()) {
                files.stat(at, text, stat);
                // Of several threads another one may fork.
                if (stat.threads() == 1) {
                    runNanos.put(key(at), ThreadClocks.ofMainThread(files, at));
                }
            }
        } catch (IOException hidden) {
            return above;
        }
        return above;
    }

    private ProcessKey key(long pid) {
        return new ProcessKey(pid, stat.starttimeTicks());
    }

    /**
     * True if nobody else can have started that process.
     *
     * @param own who this JVM is
     * @param group its process group and session
     * @throws IOException if the processes of this machine cannot be listed
     */
    boolean cannotHaveStarted(ProcessKey process, ProcessKey own, PidGroup group, long nanos) throws IOException {
        if (asked && nanos - askedNanos < REST_NANOS) {
            return false;
        }
        asked = true;
        askedNanos = nanos;
        long[] pids = files.pids();
        // Where its leader is gone, nobody knows what else was in it.
        boolean leader = group.pgrp() == own.pid();
        for (int i = 0; i < pids.length && pids.length <= MOST_PROCESSES; i++) {
            boolean ours = pids[i] == process.pid() || pids[i] == own.pid();
            if (!ours && !isInnocent(pids[i], group)) {
                return false;
            }
            leader |= pids[i] == group.pgrp();
        }
        return leader && pids.length <= MOST_PROCESSES;
    }

    private boolean isInnocent(long pid, PidGroup group) {
        try {
            files.stat(pid, text, stat);
            ProcessKey key = key(pid);
            return PidGroup.parse(text).pgrp() != group.pgrp()
                    || register.isInFlight(key)
                    || orphans.isFollowed(key)
                    || hasOnlyWaited(key);
        } catch (IOException goneOrHidden) {
            return true;
        }
    }

    private boolean hasOnlyWaited(ProcessKey key) {
        long before = runNanos.getOrDefault(key, 0L);
        return before > 0 && stat.threads() == 1 && ThreadClocks.ofMainThread(files, key.pid()) == before;
    }
}
