package io.forkwatch.probe.sample;

import io.forkwatch.probe.register.ChildRegister;
import io.forkwatch.probe.register.TrackedChild;
import io.forkwatch.probe.thread.Confined;

/**
 * When a child is sampled besides the ticks: as soon as its start is known, and a few times more while it is young. Says also
 * when one that is gone can be settled. Pure.
 */
@Confined(Confined.To.SAMPLER)
final class SampleSchedule {
    /**
     * When a young child is sampled again, after its start. The last two are so far apart that each may have a listing of its
     * own, see {@link ListingInterval}: a shell forks what it runs at once, and that is another program only later.
     */
    private static final long[] EARLY_NANOS = {10_000_000, 50_000_000, 250_000_000, 600_000_000};

    /** From what age on an early sample is a slow one too. */
    private static final long SLOW_NANOS = EARLY_NANOS[0];

    private SampleSchedule() {}

    /** True if the child is unseen, or one of its early samples fell into the time since {@code lastNanos}. */
    static boolean isDue(TrackedChild child, long lastNanos, long now) {
        if (child.isUnseen() || child.goneSinceNanos().isPresent()) {
            return child.isUnseen();
        }
        for (int i = 0; i < EARLY_NANOS.length; i++) {
            long due = child.child().startedNanos() + EARLY_NANOS[i];
            if (due - lastNanos > 0 && now - due >= 0) {
                return true;
            }
        }
        return false;
    }

    /** False while it is so young that most of its kind are gone again, and none has used much yet. */
    static boolean isSlowToo(TrackedChild child, long now) {
        return now - child.child().startedNanos() >= SLOW_NANOS;
    }

    /** The next time that it is due besides the ticks, but not later than {@code latest}. */
    static long nextFor(TrackedChild child, long now, long latest) {
        if (child.goneSinceNanos().isPresent()) {
            return Math.min(latest, child.goneSinceNanos().getAsLong() + ChildRegister.EXIT_EVENT_GRACE_NANOS);
        }
        long age = now - child.child().startedNanos();
        for (int i = 0; i < EARLY_NANOS.length; i++) {
            if (EARLY_NANOS[i] > age) {
                return Math.min(latest, now + EARLY_NANOS[i] - age);
            }
        }
        return latest;
    }
}
