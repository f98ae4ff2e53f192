package io.forkwatch.probe.orphans;

import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.thread.Confined;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When something that lasts is told: once it is old enough, then at most once in a cool-down, and when it is over. */
@Confined(Confined.To.SAMPLER)
final class RepeatedNotice {
    private final long ripeNanos;
    private final Duration cooldown;
    private Optional<Instant> saidAt;
    private boolean saidHere;

    /**
     * A notice that has not been given yet.
     *
     * @param ripeNanos from this age on it is told
     * @param cooldown the shortest time between two times
     * @param saidAt when somebody told it before
     */
    RepeatedNotice(long ripeNanos, Duration cooldown, Optional<Instant> saidAt) {
        this.ripeNanos = ripeNanos;
        this.cooldown = cooldown;
        this.saidAt = saidAt;
    }

    /** What is to be said now, if anything; a clock that was set back says nothing. */
    Optional<OrphanNews.What> ring(long ageNanos, Instant now) {
        if (saidAt.isPresent()) {
            boolean cool = !now.isBefore(saidAt.get().plus(cooldown));
            return cool ? say(OrphanNews.What.STILL_THERE, now) : Optional.empty();
        }
        return ageNanos >= ripeNanos ? say(OrphanNews.What.FOUND, now) : Optional.empty();
    }

    private Optional<OrphanNews.What> say(OrphanNews.What what, Instant now) {
        saidAt = Optional.of(now);
        saidHere = true;
        return Optional.of(what);
    }

    /** True if it was told in this log, and not only by an earlier supervisor. */
    boolean isSaidHere() {
        return saidHere;
    }

    /** When it was last told. */
    Optional<Instant> saidAt() {
        return saidAt;
    }
}
