package io.forkwatch.probe.orphans;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.orphan.Origin;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.handle.StatHandle;
import io.forkwatch.probe.procfs.handle.StatReader;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.thread.Confined;
import java.io.Closeable;
import java.io.IOException;

/** One orphan that is followed by its held descriptor. */
@Confined(Confined.To.SAMPLER)
final class FollowedOrphan implements Closeable {
    private final StatHandle held;
    private final ProcessKey key;
    private final Kind kind;
    private final Origin origin;
    private final long sinceNanos;
    private final RepeatedNotice notice;

    private CommandLine command = CommandLine.UNKNOWN;
    private String comm = "";
    private long ppid;
    private long rssBytes;
    private CpuTime cpu = CpuTime.ZERO;
    private long ageNanos;
    private boolean gone;

    /**
     * Starts to follow one.
     *
     * @param stat its first sample, taken through {@code held}
     * @param sinceNanos monotonic time since when it is an orphan
     */
    FollowedOrphan(StatHandle held, PidStat stat, Kind kind, Origin origin, long sinceNanos, RepeatedNotice notice) {
        this.held = held;
        this.key = new ProcessKey(stat.pid(), stat.starttimeTicks());
        this.kind = kind;
        this.origin = origin;
        this.sinceNanos = sinceNanos;
        this.notice = notice;
    }

    /**
     * Samples it again; a zombie counts as gone, for it has no memory and does nothing.
     *
     * @param uptimeNanos since boot, as starttime counts
     */
    void sample(StatReader reader, Auxv units, long uptimeNanos) throws IOException {
        try {
            take(reader.read(held), reader, units, uptimeNanos);
        } catch (NoSuchProcessException ended) {
            gone = true;
        }
    }

    /** True if it lives at this moment: since the last sample its pid may have become a stranger's. */
    boolean isThere(StatReader reader) {
        try {
            return !gone && !reader.read(held).isZombie();
        } catch (IOException goneOrHidden) {
            return false;
        }
    }

    /** Keeps what its {@code stat} says. */
    void take(PidStat stat, StatReader reader, Auxv units, long uptimeNanos) throws IOException {
        gone = stat.isZombie() || stat.state() == 'X';
        ppid = stat.ppid();
        ageNanos = Math.max(0, uptimeNanos - units.ticksToNanos(stat.starttimeTicks()));
        cpu = new CpuTime(
                units.ticksToNanos(stat.utimeTicks() + stat.cutimeTicks()),
                units.ticksToNanos(stat.stimeTicks() + stat.cstimeTicks()));
        if (!gone) {
            PidStat living = stat.hasLostMainThread() ? reader.readLivingThread(key.pid()) : stat;
            rssBytes = units.pagesToBytes(reader.residentPages(key.pid(), living));
            comm = stat.commEquals(comm) ? comm : stat.comm();
        }
    }

    /** Keeps its command. */
    void command(CommandLine line) {
        command = line.kept();
    }

    /** Who it is. */
    ProcessKey key() {
        return key;
    }

    /** Its parent at the last sample. */
    long ppid() {
        return ppid;
    }

    /** What it is called. */
    Kind kind() {
        return kind;
    }

    /** Where it comes from. */
    Origin origin() {
        return origin;
    }

    /** True if it had ended at the last sample. */
    boolean isGone() {
        return gone;
    }

    /** When it is told. */
    RepeatedNotice notice() {
        return notice;
    }

    /** How long nobody has been responsible for it; its age where that is not known. */
    long aloneNanos(long nanos) {
        return origin instanceof Origin.OutlivedChild ? nanos - sinceNanos : ageNanos;
    }

    /** What is known of it, at its last sample. */
    Orphan describe(long nanos) {
        return new Orphan(
                key, comm, kind, origin, command, ppid, ageNanos, aloneNanos(nanos), rssBytes, cpu, notice.saidAt());
    }

    @Override
    public void close() throws IOException {
        held.close();
    }
}
