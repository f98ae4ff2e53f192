package io.forkwatch.probe.register;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.orphan.Attribution;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.handle.StatHandle;
import io.forkwatch.probe.procfs.handle.StatReader;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidGroup;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.thread.Confined;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One process that is followed, a child or a descendant of one: its held descriptor and what the last sample saw. The
 * descriptor is the identity: it answers "no such process" for ever once its process is gone.
 */
@Confined(Confined.To.SAMPLER)
public final class TrackedProcess implements Closeable {
    /** A fork that only prepares to become another program does not write to so much. */
    private static final long OWN_MEMORY_BYTES = 4 << 20;

    /** What a heap in shared memory has. Less is not worth a look at all pages. */
    private static final long MUCH_SHARED_BYTES = 32 << 20;

    private final StatHandle held;
    private final ProcessKey key;
    private final PidGroup group;
    private final Attribution by;
    private final String parentComm;
    private final long bornNanos;

    private String comm;
    private char state;
    private long rssBytes;
    private long threads;
    private long ppid;
    private long userNanos;
    private long systemNanos;
    private long waitedUserNanos;
    private long waitedSystemNanos;
    private boolean measured;
    private long seenNanos;
    private long firstRssBytes;
    private long pages;
    private long missingPages;
    private boolean counted;
    private long sharedBytes;
    private long earlierRssBytes;
    private long earlierNanos;
    private boolean gone;
    private boolean ended;
    private long endedNanos;
    private boolean altered = true;
    private Optional<WaitStatus> zombieStatus = Optional.empty();

    /**
     * Starts to follow a process, with a first sample.
     *
     * @param by by what it is known to belong where it does
     * @param parentComm the command name of its parent; empty for a direct child
     * @param uptimeNanos since boot, as starttime counts; empty for one that has just started
     * @throws IOException if it cannot be read
     */
    TrackedProcess(
            StatHandle held,
            StatReader reader,
            Attribution by,
            String parentComm,
            Auxv units,
            long nanos,
            OptionalLong uptimeNanos)
            throws IOException {
        this.held = held;
        this.by = by;
        this.parentComm = parentComm;
        PidStat stat = reader.read(held);
        this.key = new ProcessKey(stat.pid(), stat.starttimeTicks());
        this.bornNanos = nanos - ageNanos(units.ticksToNanos(stat.starttimeTicks()), uptimeNanos);
        this.comm = stat.comm();
        this.group = reader.group();
        take(stat, reader, units, nanos);
    }

    private static long ageNanos(long startNanos, OptionalLong uptimeNanos) {
        return uptimeNanos.isPresent() ? Math.max(0, uptimeNanos.getAsLong() - startNanos) : 0;
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
            return take(reader.read(held), reader, units, nanos);
        } catch (NoSuchProcessException ended) {
            gone = true;
            altered = true;
            ended(nanos);
            close();
            return false;
        }
    }

    // The order of the ends tells who may have been the reason of another.
    private void ended(long nanos) {
        endedNanos = ended ? endedNanos : nanos;
        ended = true;
    }

    /** True if it lives at this moment; nothing is noted. */
    boolean isThere(StatReader reader) {
        try {
            return !gone && !reader.read(held).isZombie();
        } catch (IOException goneOrHidden) {
            return false;
        }
    }

    // True if it has memory. A dying process has none while it is not yet a zombie: the last figures with memory are
    // kept.
    private boolean take(PidStat stat, StatReader reader, Auxv units, long nanos) throws IOException {
        takeTimes(stat, units);
        PidStat living = stat.hasLostMainThread() ? livingThread(stat, reader) : stat;
        altered |= isZombie() != (living.state() == 'Z');
        state = living.state();
        if (isZombie()) {
            ended(nanos);
        }
        // A hidden status reads 0, as that of a clean exit.
        if (stat.isZombie() && stat.exitCode() != 0) {
            zombieStatus = Optional.of(new WaitStatus(stat.exitCode()));
        }
        if (!living.hasMemory()) {
            return false;
        }
        threads = stat.threads();
        if (!stat.commEquals(comm)) {
            comm = stat.comm();
            altered = true;
        }
        keepMemory(reader.residentPages(key.pid(), living), units, nanos);
        return true;
    }

    // Where all of them end at this moment there is none, and it is dying.
    private PidStat livingThread(PidStat stat, StatReader reader) throws IOException {
        try {
            return reader.readLivingThread(key.pid());
        } catch (NoSuchProcessException dying) {
            return stat;
        }
    }

    private void takeTimes(PidStat stat, Auxv units) {
        ppid = stat.ppid();
        userNanos = units.ticksToNanos(stat.utimeTicks());
        systemNanos = units.ticksToNanos(stat.stimeTicks());
        waitedUserNanos = units.ticksToNanos(stat.cutimeTicks());
        waitedSystemNanos = units.ticksToNanos(stat.cstimeTicks());
    }

    /** Keeps what a quick sample of its memory alone saw; nothing where that is none. */
    public void takeMemory(long rssPages, Auxv units, long nanos) {
        if (rssPages > 0) {
            keepMemory(rssPages, units, nanos);
        }
    }

    private void keepMemory(long rssPages, Auxv units, long nanos) {
        earlierRssBytes = measured ? rssBytes : 0;
        earlierNanos = measured ? seenNanos : bornNanos;
        pages = rssPages;
        rssBytes = rssBytes(units);
        firstRssBytes = measured ? firstRssBytes : rssBytes;
        measured = true;
        seenNanos = nanos;
    }

    /**
     * Keeps what {@code smaps_rollup} says, where nothing cheaper is right: until the next time, what the last sample missed, or
     * counted more than once, is taken to be the same of the others as well.
     */
    public void tookExactly(long exactRssBytes, Auxv units) {
        counted = true;
        missingPages = exactRssBytes / units.pageSizeBytes() - pages;
        rssBytes = rssBytes(units);
    }

    private long rssBytes(Auxv units) {
        return units.pagesToBytes(Math.max(0, pages + missingPages));
    }

    /** Keeps how much of its memory is shared memory or in files of a tmpfs. */
    public void tookShared(long bytes) {
        sharedBytes = bytes;
    }

    /** How much that is. */
    public long sharedBytes() {
        return sharedBytes;
    }

    /** True if that is so much that it matters whether it is mapped, and counted, in several places. */
    public boolean isMuchShared() {
        return measured && !gone && sharedBytes >= MUCH_SHARED_BYTES;
    }

    /** True if the kernel's own high-water mark counts what is mapped in several places. */
    public boolean countsTwice() {
        return missingPages < 0;
    }

    /** True if its memory may be wrong by much until {@link #tookExactly}. */
    public boolean isTooCoarse(StatReader reader) {
        return measured && !gone && reader.isTooCoarse(pages, threads);
    }

    /** By how many bytes its last figure of memory may be too low, where that is much and nobody has counted them. */
    long possibleErrorBytes(StatReader reader) {
        return measured && !counted && reader.isTooCoarse(pages, threads) ? reader.possibleErrorBytes(threads) : 0;
    }

    /** How fast its memory grew between its last two samples, in bytes a second; 0 where it did not. */
    public long growthBytesPerSecond() {
        long elapsed = seenNanos - earlierNanos;
        return elapsed <= 0 ? 0 : (long) Math.max(0, (rssBytes - earlierRssBytes) * 1e9 / elapsed);
    }

    /**
     * False for a fresh fork that still runs its parent's image: its memory is its parent's, counted twice for an
     * instant. It counts once it has another name, has lived for {@code settleNanos} or has clearly memory of its own.
     * False for a zombie: it has no memory, but may wait to be reaped for ever.
     */
    public boolean counts(long nanos, long settleNanos) {
        return measured
                && !isZombie()
                && (nanos - bornNanos >= settleNanos
                        || !comm.equals(parentComm)
                        || rssBytes - firstRssBytes >= OWN_MEMORY_BYTES);
    }

    /** Its identity. */
    public ProcessKey key() {
        return key;
    }

    /** By what it is known to belong where it does. */
    Attribution by() {
        return by;
    }

    /** Its process group and session when it was seen first. */
    PidGroup group() {
        return group;
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
        return new Descendant(
                key,
                comm,
                measured ? Optional.of(new Descendant.Memory(rssBytes, seenNanos)) : Optional.empty(),
                !ended,
                ppid,
                ended ? OptionalLong.of(endedNanos) : OptionalLong.empty());
    }

    @Override
    public void close() throws IOException {
        held.close();
    }
}
