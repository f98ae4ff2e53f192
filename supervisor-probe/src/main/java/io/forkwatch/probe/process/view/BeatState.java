package io.forkwatch.probe.process.view;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Why a JVM has not said for a while that it lives. The thread that says so does nothing else: where it is to be found, and what
 * its process does meanwhile, tells most of it.
 */
public enum BeatState {
    /** It has. */
    ON_TIME,
    /** The process is stopped, by a signal or by who traces it. */
    STOPPED,
    /** Its cgroup is frozen. */
    FROZEN,
    /** The thread could run and gets no processor. */
    STARVED,
    /** The thread waits for a disk, its own file's or that of the swap space. */
    DISK,
    /** The JVM holds its threads, and works: most likely it collects garbage. */
    COLLECTING,
    /** The JVM holds its threads, and does little. */
    PAUSED,
    /** It is late, and nothing of that can be seen. */
    LATE;

    /** A beat may be as late as three, and a little more: the thread sleeps, writes and sleeps again. */
    private static final int BEATS = 3;

    private static final double WORKS = 0.5;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in JSON, for example {@code on_time}. */
    public String label() {
        return label;
    }

    /** True where the last beat is longer ago than a JVM that runs lets it be. */
    public static boolean isLate(long ageNanos, long intervalNanos) {
        return ageNanos > BEATS * intervalNanos;
    }

    /**
     * What the evidence allows. Pure.
     *
     * @param ageNanos since the last beat
     * @param intervalNanos between two beats
     * @param process state letter of the process, proc_pid_stat(5); {@code ?} where it is not known
     * @param frozen whether its cgroup is frozen
     * @param thread state letter of the thread that beats; absent where it cannot be seen
     * @param cpuRatio CPU of the process since its last sample, 1.0 = one core
     */
    public static BeatState of(
            long ageNanos,
            long intervalNanos,
            char process,
            boolean frozen,
            Optional<Character> thread,
            OptionalDouble cpuRatio) {
        if (!isLate(ageNanos, intervalNanos)) {
            return ON_TIME;
        }
        if (frozen) {
            return FROZEN; // Shown as S or D, and as T where it was stopped before.
        }
        char state = thread.orElse('?');
        if (process == 'T' || process == 't' || state == 'T' || state == 't') {
            return STOPPED;
        }
        return switch (state) {
            case 'R' -> STARVED;
            case 'D' -> DISK;
            // Its sleep is over; a thread of Java that may not run waits like any other.
            case 'S' -> cpuRatio.orElse(0) >= WORKS ? COLLECTING : PAUSED;
            default -> LATE;
        };
    }
}
