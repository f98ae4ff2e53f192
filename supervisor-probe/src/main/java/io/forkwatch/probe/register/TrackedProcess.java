package io.forkwatch.probe.register;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.handle.StatHandle;
import io.forkwatch.probe.procfs.handle.StatReader;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.thread.Confined;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * One process that is followed, a child or a descendant of one: its held descriptor and what the last sample saw. The
 * descriptor is the identity: it answers "no such process" for ever once its process is gone.
 */
@Confined(Confined.To.SAMPLER)
public final class TrackedProcess implements Closeable {
    private final StatHandle held;
    private final ProcessKey key;
    private final String parentComm;
    private final long firstSeenNanos;

    private String comm;
    private char state;
    private long rssBytes;
    private long threads;
    private long ppid;
    private long userNanos;
    private long systemNanos;
    private long waitedUserNanos;
    private long waitedSystemNanos;
    private long seenNanos;
    private long earlierRssBytes;
    private long earlierNanos;
    private boolean gone;
    private boolean altered = true;
    private Optional<WaitStatus> zombieStatus = Optional.empty();

    /**
     * Starts to follow a process.
     *
     * @param stat its first sample, taken through {@code held}
     * @param parentComm the command name of its parent; empty for a direct child
     */
    TrackedProcess(StatHandle held, PidStat stat, String parentComm, Auxv units, long nanos) {
        this.held = held;
        this.key = new ProcessKey(stat.pid(), stat.starttimeTicks());
        this.parentComm = parentComm;
        this.firstSeenNanos = nanos;
        this.comm = stat.comm();
        take(stat, units, nanos);
    }

    /**
     * Samples it again: one read, and nothing allocated.
     *
     * @return false if the process is gone or was only a zombie; the figures are then those of the last sample
     * @throws IOException if it could not be read for another reason
     */
    public boolean sample(StatReader reader, Auxv units, long nanos) throws IOException {
        if (gone) {
            return false;
        }
        try {
            PidStat stat = reader.read(held);
            take(stat, units, nanos);
            return stat.state() != 'Z' && stat.rssPages() > 0;
        } catch (NoSuchProcessException ended) {
            gone = true;
            altered = true;
            close();
            return false;
        }
    }

    /** True if it lives at this moment; nothing is noted. */
    boolean isThere(StatReader reader) {
        try {
            return !gone && reader.read(held).state() != 'Z';
        } catch (IOException goneOrHidden) {
            return false;
        }
    }

    private void take(PidStat stat, Auxv units, long nanos) {
        altered |= (state == 'Z') != (stat.state() == 'Z');
        state = stat.state();
        ppid = stat.ppid();
        // A hidden status reads 0, as that of a clean exit.
        if (state == 'Z' && stat.exitCode() != 0) {
            zombieStatus = Optional.of(new WaitStatus(stat.exitCode()));
        }
        userNanos = units.ticksToNanos(stat.utimeTicks());
        systemNanos = units.ticksToNanos(stat.stimeTicks());
        waitedUserNanos = units.ticksToNanos(stat.cutimeTicks());
        waitedSystemNanos = units.ticksToNanos(stat.cstimeTicks());
        // A dying process shows no memory while it is not yet a zombie: the last figure with memory is kept.
        if (stat.rssPages() > 0) {
            takeMemory(stat.rssPages(), units, nanos);
            threads = stat.threads();
            if (!stat.commEquals(comm)) {
                comm = stat.comm();
                altered = true;
            }
        }
    }

    /** Keeps what a quick sample of its memory alone saw; nothing where that is none. */
    public void takeMemory(long rssPages, Auxv units, long nanos) {
        if (rssPages > 0) {
            earlierRssBytes = seenNanos == 0 ? 0 : rssBytes;
            earlierNanos = seenNanos == 0 ? firstSeenNanos : seenNanos;
            rssBytes = units.pagesToBytes(rssPages);
            seenNanos = nanos;
        }
    }

    /** How fast its memory grew between its last two samples, in bytes a second; 0 where it did not. */
    public long growthBytesPerSecond() {
        long elapsed = seenNanos - earlierNanos;
        return elapsed <= 0 ? 0 : (long) Math.max(0, (rssBytes - earlierRssBytes) * 1e9 / elapsed);
    }

    /**
     * False for a fresh fork that still runs its parent's image: its memory is its parent's, counted twice for an
     * instant. It counts once it has another name or has lived for {@code settleNanos}. False for a zombie: it has no
     * memory, but may wait to be reaped for ever.
     */
    public boolean counts(long nanos, long settleNanos) {
        return rssBytes > 0 && state != 'Z' && (nanos - firstSeenNanos >= settleNanos || !comm.equals(parentComm));
    }

    /** Its identity. */
    public ProcessKey key() {
        return key;
    }

    /** Its parent at the last sample: 1, or another reaper, once its own is gone. */
    public long ppid() {
        return ppid;
    }

    /** Its command name, at most 15 characters, proc_pid_comm(5). */
    public String comm() {
        return comm;
    }

    /** State letter at the last sample, proc_pid_stat(5). */
    public char state() {
        return state;
    }

    /** Resident memory at the last sample that saw any, in bytes. */
    public long rssBytes() {
        return rssBytes;
    }

    /** Threads at the last sample that saw memory. */
    public long threads() {
        return threads;
    }

    /** CPU time in user mode. */
    long userNanos() {
        return userNanos;
    }

    /** CPU time in the kernel. */
    long systemNanos() {
        return systemNanos;
    }

    /** The same of the descendants it has waited for. */
    long waitedUserNanos() {
        return waitedUserNanos;
    }

    /** The same of the descendants it has waited for. */
    long waitedSystemNanos() {
        return waitedSystemNanos;
    }

    /** CPU time of the process itself. */
    CpuTime ownCpu() {
        return new CpuTime(userNanos, systemNanos);
    }

    /** CPU time with that of the descendants it has waited for. */
    CpuTime cpu() {
        return new CpuTime(userNanos + waitedUserNanos, systemNanos + waitedSystemNanos);
    }

    /** How it ended, if a sample found it a zombie that did not end well. */
    Optional<WaitStatus> zombieStatus() {
        return zombieStatus;
    }

    /** True once if it is gone, or called or known as something else, since this was asked last. */
    boolean takeAltered() {
        boolean taken = altered;
        altered = false;
        return taken;
    }

    /** True if it had ended at the last sample, and nobody had waited for it. */
    public boolean isZombie() {
        return state == 'Z';
    }

    /** True once it was found to be gone. */
    public boolean isGone() {
        return gone;
    }

    /** The last sample, for the summary of its root. */
    Descendant describe() {
        return new Descendant(key, comm, rssBytes, seenNanos, !gone);
    }

    @Override
    public void close() throws IOException {
        held.close();
    }
}
