package io.forkwatch.probe.orphans;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Goes through all processes of the machine, a part at a time, for old ones with a watched text in their command line.
 * Without patterns it reads nothing.
 */
@Confined(Confined.To.SAMPLER)
final class PatternSweep {
    /** So that a tick stays short on a machine with thousands of processes: about 2 ms. */
    static final int MOST_AT_ONCE = 200;

    private static final long MOST_REST_NANOS = Duration.ofSeconds(60).toNanos();

    private final ProcFs procFs;
    private final Auxv units;
    private final List<String> patterns;
    private final long ageNanos;
    private final long restNanos;

    private long[] pids = {};
    private int next;
    private long startedNanos;
    private boolean begun;

    PatternSweep(ProcFs procFs, Auxv units, List<String> patterns, Duration age) {
        this.procFs = procFs;
        this.units = units;
        this.patterns = patterns;
        this.ageNanos = age.toNanos();
        this.restNanos = Math.min(MOST_REST_NANOS, Math.max(1, ageNanos / 10));
    }

    /**
     * What the next part has; nothing while the sweep rests, a tenth of the age and at most a minute.
     *
     * @throws IOException if the processes cannot be listed, or the time since boot not read
     */
    List<PatternMatch> next(long nanos) throws IOException {
        if (patterns.isEmpty() || (next == pids.length && !begin(nanos))) {
            return List.of();
        }
        long uptimeNanos = procFs.uptime().upNanos();
        List<PatternMatch> matches = new ArrayList<>(0);
        int end = Math.min(pids.length, next + MOST_AT_ONCE);
        while (next < end) {
            match(pids[next++], uptimeNanos).ifPresent(matches::add);
        }
        return matches;
    }

    private boolean begin(long nanos) throws IOException {
        if (begun && nanos - startedNanos < restNanos) {
            return false;
        }
        begun = true;
        startedNanos = nanos;
        pids = procFs.pids();
        next = 0;
        return true;
    }

    private Optional<PatternMatch> match(long pid, long uptimeNanos) {
        try {
            PidStat stat = procFs.stat(pid);
            boolean old = uptimeNanos - units.ticksToNanos(stat.starttimeTicks()) >= ageNanos;
            return old && !stat.isZombie()
                    ? match(new ProcessKey(pid, stat.starttimeTicks()), procFs.cmdline(pid))
                    : Optional.empty();
        } catch (IOException goneOrHidden) {
            return Optional.empty(); // Normal in the middle of a sweep, and for processes of others under hidepid.
        }
    }

    private Optional<PatternMatch> match(ProcessKey key, List<String> arguments) {
        String line = String.join(" ", arguments);
        for (String pattern : patterns) {
            if (line.contains(pattern)) {
                return Optional.of(new PatternMatch(key, new CommandLine(arguments), pattern));
            }
        }
        return Optional.empty();
    }
}
