package io.forkwatch.probe.advice;

import java.util.Optional;

/**
 * Whether a tree is idle, which does not flap: a pure function of what it was and of a reading. It becomes idle when it has
 * been quiet for long with less than 1 % of a processor, and works again with 2 % between two readings, an I/O, a process that
 * comes or goes, or one that runs. With a reading that is missing it stays what it is, and the time begins anew.
 */
final class Idleness {
    private static final long IDLE_PART = 100;

    private static final long BUSY_PART = 50;

    /** CPU time is counted in hundredths of a second, and added up of several processes. */
    private static final long GRAIN_NANOS = 30_000_000;

    /** Since when it is quiet; absent where that is not known. */
    final Optional<IdleReading> from;

    /** The last reading; absent likewise. */
    final Optional<IdleReading> last;

    /** Whether it is idle. */
    final boolean idle;

    /** That of a tree. */
    private Idleness(Optional<IdleReading> from, Optional<IdleReading> last, boolean idle) {
        this.from = from;
        this.last = last;
        this.idle = idle;
    }

    /** That of a tree of which nothing is known. */
    Idleness() {
        this(Optional.empty(), Optional.empty(), false);
    }

    /**
     * What it is with one more reading.
     *
     * @param ttlNanos how long it has to be quiet
     */
    Idleness next(IdleReading now, long ttlNanos) {
        if (now.io().isEmpty() || now.members().isEmpty()) {
            return new Idleness(Optional.empty(), Optional.empty(), idle);
        }
        Optional<IdleReading> here = Optional.of(now);
        if (now.busy() || (last.isPresent() && works(last.get(), now))) {
            return new Idleness(here, here, false);
        }
        IdleReading since = from.orElse(now);
        long quietNanos = now.nanos() - since.nanos();
        boolean little = now.cpuNanos() - since.cpuNanos() <= quietNanos / IDLE_PART;
        boolean grown = quietNanos >= ttlNanos;
        return new Idleness(grown && !little ? here : Optional.of(since), here, idle || (grown && little));
    }

    private static boolean works(IdleReading before, IdleReading now) {
        long cpuNanos = now.cpuNanos() - before.cpuNanos();
        return !now.io().equals(before.io())
                || !now.members().equals(before.members())
                || cpuNanos > (now.nanos() - before.nanos()) / BUSY_PART + GRAIN_NANOS;
    }

    /** True if it is idle, or may be with a reading of that time: then it is worth a closer look. */
    boolean isAlmost(long nanos, long ttlNanos) {
        return idle || (from.isPresent() && nanos - from.get().nanos() >= ttlNanos);
    }
}
