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
import java.io.Closeable;
import java.io.IOException;

/** One orphan that is followed by its held descriptor. Sampler thread only. */
final class FollowedOrphan implements Closeable {
    private final StatHandle held;
    private final ProcessKey key;
    private final Kind kind;
    private final Origin origin;
    private final long sinceNanos;
    private final RepeatedNotice alarm;

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
     * @param stat its first look, taken through {@code held}
     * @param sinceNanos monotonic time since when it is an orphan
     */
    FollowedOrphan(StatHandle held, PidStat stat, Kind kind, Origin origin, long sinceNanos, RepeatedNotice alarm) {
        this.held = held;
        this.key = new ProcessKey(stat.pid(), stat.starttimeTicks());
        this.kind = kind;
        this.origin = origin;
        this.sinceNanos = sinceNanos;
        this.alarm = alarm;
    }

    /**
     * Looks again; a zombie counts as gone, for it has no memory and does nothing.
     *
     * @param uptimeNanos since boot, as starttime counts
     */
    void look(StatReader reader, Auxv units, long uptimeNanos) throws IOException {
        try {
            take(reader.read(held), units, uptimeNanos);
        } catch (NoSuchProcessException ended) {
            gone = true;
        }
    }

    /** True if it lives at this moment: since the last look its pid may have become a stranger's. */
    boolean isThere(StatReader reader) {
        try {
            return !gone && reader.read(held).state() != 'Z';
        } catch (IOException goneOrHidden) {
            return false;
        }
    }

    void take(PidStat stat, Auxv units, long uptimeNanos) {
        gone = stat.state() == 'Z' || stat.state() == 'X';
        ppid = stat.ppid();
        ageNanos = Math.max(0, uptimeNanos - units.ticksToNanos(stat.starttimeTicks()));
        cpu = new CpuTime(
                units.ticksToNanos(stat.utimeTicks() + stat.cutimeTicks()),
                units.ticksToNanos(stat.stimeTicks() + stat.cstimeTicks()));
        if (!gone) {
            rssBytes = units.pagesToBytes(stat.rssPages());
            comm = stat.commEquals(comm) ? comm : stat.comm();
        }
    }

    void command(CommandLine line) {
        command = line;
    }

    ProcessKey key() {
        return key;
    }

    long ppid() {
        return ppid;
    }

    Kind kind() {
        return kind;
    }

    Origin origin() {
        return origin;
    }

    boolean isGone() {
        return gone;
    }

    RepeatedNotice alarm() {
        return alarm;
    }

    /** How long nobody has been responsible for it; its age where that is not known. */
    long aloneNanos(long nanos) {
        return origin instanceof Origin.OutlivedChild ? nanos - sinceNanos : ageNanos;
    }

    Orphan describe(long nanos) {
        return new Orphan(
                key, comm, kind, origin, command, ppid, ageNanos, aloneNanos(nanos), rssBytes, cpu, alarm.saidAt());
    }

    @Override
    public void close() throws IOException {
        held.close();
    }
}
