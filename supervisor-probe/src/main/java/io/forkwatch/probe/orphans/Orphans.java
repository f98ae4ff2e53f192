package io.forkwatch.probe.orphans;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.event.LeftBehind;
import io.forkwatch.probe.process.orphan.Origin;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.process.orphan.OrphanRules;
import io.forkwatch.probe.procfs.PidCgroup;
import io.forkwatch.probe.procfs.cgroup.FreezerCgroup;
import io.forkwatch.probe.procfs.handle.ProcAccess;
import io.forkwatch.probe.procfs.handle.StatHandle;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The processes that nobody is responsible for any more, each followed by a held descriptor: whoever gets its pid later
 * is not taken for it.
 */
@Confined(Confined.To.SAMPLER)
public final class Orphans {
    /** Each costs a descriptor. */
    static final int MOST = 256;

    private static final int MOST_TEXT_BYTES = 4096;

    private final ProcAccess proc;
    private final Clocks clocks;
    private final OrphanRules rules;
    private final Tally dropped;
    private final Trouble trouble;
    private final PatternSweep sweep;
    private final List<FollowedOrphan> followed = new ArrayList<>();
    private final ByteSpan text = new ByteSpan(MOST_TEXT_BYTES);

    /**
     * No orphans yet.
     *
     * @param proc shared with the sampler: one thread, one buffer
     * @param dropped counts those beyond the cap, as {@code orphans}
     */
    public Orphans(ProcAccess proc, Clocks clocks, OrphanRules rules, Tally dropped, Trouble trouble) {
        this.proc = proc;
        this.clocks = clocks;
        this.rules = rules;
        this.dropped = dropped;
        this.trouble = trouble;
        this.sweep = new PatternSweep(proc.files(), proc.units(), rules.patterns(), rules.patternAge());
    }

    /**
     * A process lives on after its child.
     *
     * @param nanos monotonic time of the child's end
     */
    public void outlived(ProcessKey key, Origin.OutlivedChild origin, long nanos) {
        follow(key, origin.child().kind(), origin, nanos, notice(rules.age(), Optional.empty()));
    }

    /**
     * A process that a supervisor wrote down which is gone; nothing happens if the process is gone as well.
     *
     * @param kind what it is called here, within the cap on kinds
     */
    public void leftBehind(LeftBehind left, Kind kind) {
        follow(
                left.key(),
                kind,
                new Origin.LeftBehind(left.supervisorPid()),
                clocks.nanos(),
                notice(Duration.ZERO, left.saidAt()));
    }

    /** Takes in a process that an orphan gave birth to; false if its parent is none. */
    public boolean adopt(ProcessKey key, long ppid, long nanos) {
        for (FollowedOrphan parent : followed) {
            if (parent.key().pid() == ppid && parent.isThere(proc.reader())) {
                follow(key, parent.kind(), parent.origin(), nanos, notice(rules.age(), Optional.empty()));
                return true;
            }
        }
        return false;
    }

    private RepeatedNotice notice(Duration ripe, Optional<Instant> saidAt) {
        return new RepeatedNotice(ripe.toNanos(), rules.cooldown(), saidAt);
    }

    private void follow(ProcessKey key, Kind kind, Origin origin, long sinceNanos, RepeatedNotice notice) {
        if (isFollowed(key)) {
            return;
        }
        if (followed.size() >= MOST) {
            dropped.add("orphans");
            return;
        }
        try {
            open(key, kind, origin, sinceNanos, notice).ifPresent(followed::add);
        } catch (NoSuchProcessException gone) {
            return; // The usual fate of one that outlives its parent by a moment.
        } catch (IOException unreadable) {
            trouble.report("orphan", unreadable);
        }
    }

    private Optional<FollowedOrphan> open(
            ProcessKey key, Kind kind, Origin origin, long sinceNanos, RepeatedNotice notice) throws IOException {
        StatHandle held = proc.reader().hold(key.pid());
        boolean kept = false;
        try {
            PidStat stat = proc.reader().read(held);
            if (stat.starttimeTicks() != key.starttimeTicks() || stat.isZombie()) {
                return Optional.empty();
            }
            FollowedOrphan orphan = new FollowedOrphan(held, stat, kind, origin, sinceNanos, notice);
            orphan.take(stat, proc.reader(), proc.units(), uptimeNanos());
            orphan.command(new CommandLine(proc.files().cmdline(key.pid())));
            kept = true;
            return Optional.of(orphan);
        } finally {
            if (!kept) {
                held.close();
            }
        }
    }

    /** True if it is followed already. */
    public boolean isFollowed(ProcessKey key) {
        for (FollowedOrphan orphan : followed) {
            if (orphan.key().equals(key)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Sweeps the next part of the machine for old processes with a watched text; nothing is read where none is watched.
     * Whoever of them is nobody's child is then to be {@link #found}.
     */
    public List<PatternMatch> sweep(long nanos) {
        try {
            return sweep.next(nanos);
        } catch (IOException unreadable) {
            trouble.report("orphan", unreadable);
            return List.of();
        }
    }

    /**
     * A sweep has found one that is nobody's child.
     *
     * @param kind what it is called here, within the cap on kinds
     */
    public void found(PatternMatch match, Kind kind, long nanos) {
        Origin origin = new Origin.Pattern(match.pattern());
        follow(match.key(), kind, origin, nanos, notice(rules.patternAge(), Optional.empty()));
    }

    /** Samples all of them; says what is new. */
    public List<OrphanNews> sample(long nanos) {
        if (followed.isEmpty()) {
            return List.of();
        }
        try {
            long uptimeNanos = uptimeNanos();
            for (FollowedOrphan orphan : followed) {
                sample(orphan, uptimeNanos);
            }
        } catch (IOException unreadable) {
            trouble.report("orphan", unreadable);
        }
        return news(nanos);
    }

    private long uptimeNanos() throws IOException {
        return proc.files().uptime().upNanos();
    }

    // One orphan that cannot be read hides nobody's end.
    private void sample(FollowedOrphan orphan, long uptimeNanos) {
        try {
            orphan.sample(proc.reader(), proc.units(), uptimeNanos);
        } catch (IOException unreadable) {
            trouble.report("orphan", unreadable);
        }
    }

    private List<OrphanNews> news(long nanos) {
        List<OrphanNews> news = new ArrayList<>(0);
        for (FollowedOrphan orphan : List.copyOf(followed)) {
            if (orphan.isGone()) {
                forget(orphan);
                if (orphan.notice().isSaidHere()) {
                    news.add(news(orphan, OrphanNews.What.GONE, nanos));
                }
            } else if (isHead(orphan)) {
                orphan.notice()
                        .ring(orphan.aloneNanos(nanos), clocks.now())
                        .ifPresent(what -> news.add(news(orphan, what, nanos)));
            }
        }
        return news;
    }

    private void forget(FollowedOrphan orphan) {
        followed.remove(orphan);
        try {
            orphan.close();
        } catch (IOException notClosed) {
            trouble.report("orphan", notClosed);
        }
    }

    // A whole family is told by its head: the one whose parent is no orphan.
    private boolean isHead(FollowedOrphan orphan) {
        for (FollowedOrphan other : followed) {
            if (other.key().pid() == orphan.ppid()) {
                return false;
            }
        }
        return true;
    }

    private OrphanNews news(FollowedOrphan orphan, OrphanNews.What what, long nanos) {
        int below = 0;
        for (FollowedOrphan other : followed) {
            below += isAbove(orphan, other) ? 1 : 0;
        }
        return new OrphanNews(
                orphan.describe(nanos), what, below, what != OrphanNews.What.GONE && isFrozen(orphan.key()));
    }

    // Read only where something is said.
    private boolean isFrozen(ProcessKey key) {
        try {
            proc.files().cgroupText(key.pid(), text);
            return FreezerCgroup.of(PidCgroup.parse(text), proc.files().mountInfo())
                    .isFrozen();
        } catch (IOException goneOrHidden) {
            return false;
        }
    }

    private boolean isAbove(FollowedOrphan head, FollowedOrphan orphan) {
        FollowedOrphan at = orphan;
        for (int depth = 0; depth < followed.size(); depth++) {
            if (at.ppid() == head.key().pid()) {
                return true;
            }
            Optional<FollowedOrphan> parent = find(at.ppid());
            if (parent.isEmpty()) {
                return false;
            }
            at = parent.get();
        }
        return false;
    }

    private Optional<FollowedOrphan> find(long pid) {
        for (FollowedOrphan orphan : followed) {
            if (orphan.key().pid() == pid) {
                return Optional.of(orphan);
            }
        }
        return Optional.empty();
    }

    /** Those there are, at their last sample. */
    public List<Orphan> living(long nanos) {
        if (followed.isEmpty()) {
            return List.of();
        }
        List<Orphan> living = new ArrayList<>(followed.size());
        for (FollowedOrphan orphan : followed) {
            living.add(orphan.describe(nanos));
        }
        return living;
    }
}
