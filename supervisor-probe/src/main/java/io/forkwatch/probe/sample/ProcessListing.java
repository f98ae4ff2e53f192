package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.procfs.PidList;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which processes are new on this machine: lists the pids, and reads only those that the last listing did not have. While
 * the kernel gives no pid away there is nothing to list.
 */
@Confined(Confined.To.SAMPLER)
final class ProcessListing {
    /** A listing older than this says nothing about which pids are new: they may have been given away again. */
    private static final long STALE_NANOS = 10_000_000_000L;

    /** So often all are read again, for the pid that was given away between two listings. */
    private static final long FULL_PASS_NANOS = 60_000_000_000L;

    private static final int MOST_STAT_BYTES = 4096;

    private final ProcFs procFs;
    private final LastPidCheck lastPid;
    private final ByteSpan text = new ByteSpan(MOST_STAT_BYTES);
    private final PidStat stat = new PidStat();
    private PidList listed = new PidList();
    private PidList spare = new PidList();
    private List<NewProcess> undecided = List.of();
    private long listedNanos;
    private long fullPassNanos;

    ProcessListing(ProcFs procFs, Trouble trouble) {
        this.procFs = procFs;
        this.lastPid = new LastPidCheck(procFs, trouble);
    }

    /**
     * Those that are new since the last listing, and those that were left {@link #undecided} by then, in the order of
     * their pids. All of them come again at the next listing, unless they are decided.
     *
     * @throws IOException if the processes of this machine cannot be listed
     */
    List<NewProcess> list(long nanos) throws IOException {
        // Read before the listing: who is born while that is taken may not be in it.
        if (lastPid.isUnchanged(nanos) && undecided.isEmpty()) {
            listedNanos = nanos;
            fullPassNanos = nanos;
            return List.of();
        }
        if (nanos - listedNanos > STALE_NANOS || nanos - fullPassNanos > FULL_PASS_NANOS) {
            listed.clear();
            fullPassNanos = nanos;
        }
        PidList now = spare;
        procFs.list(now);
        List<NewProcess> fresh = newIn(now);
        spare = listed;
        listed = now;
        listedNanos = nanos;
        undecided(fresh);
        lastPid.listed();
        return fresh;
    }

    /** Says whose owners are not known: they come again at the next listing, in the order of their pids. */
    void undecided(List<NewProcess> processes) {
        undecided = processes;
    }

    private List<NewProcess> newIn(PidList now) {
        List<NewProcess> fresh = new ArrayList<>(0);
        int before = 0; // Both are in the order of their pids.
        for (int i = 0; i < now.size(); i++) {
            long pid = now.pid(i);
            while (before < undecided.size() && undecided.get(before).key().pid() < pid) {
                before++;
            }
            boolean second =
                    before < undecided.size() && undecided.get(before).key().pid() == pid;
            if (second || !listed.contains(pid)) {
                read(pid, second ? Optional.of(undecided.get(before)) : Optional.empty(), fresh);
            }
        }
        return fresh;
    }

    private void read(long pid, Optional<NewProcess> before, List<NewProcess> fresh) {
        try {
            procFs.stat(pid, text, stat);
            ProcessKey key = new ProcessKey(pid, stat.starttimeTicks());
            boolean same = before.isPresent() && before.get().key().equals(key);
            long bornPpid = same ? before.get().bornPpid() : stat.ppid();
            fresh.add(new NewProcess(key, stat.ppid(), bornPpid, !same));
        } catch (IOException goneOrHidden) {
            return; // Normal in the middle of a listing, and for processes of others under hidepid=1.
        }
    }
}
