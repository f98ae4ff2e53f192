package io.forkwatch.probe.process.death;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the kernel's counters of OOM kills showed at a child's end, against what they showed before. A
 * counter says how many were killed, never who.
 *
 * @param cgroupPath the memory cgroup that the child was in, as {@code /proc/<pid>/cgroup} has it; empty if not known
 * @param kills kills in that cgroup, now; absent if its counter cannot be read
 * @param killsSinceStart of them those since its counter was first read for the child
 * @param killsSinceLastRead of them those since the last read of it that cannot have seen this death
 * @param machineKillsSinceStart kills on the whole machine since the child's start or some time before
 * @param machineKillsSinceLastRead of them those since the last read that cannot have seen this death
 * @param cgroupGuessed true if that cgroup leads nowhere here, and what is mounted was taken in its place
 * @param limitHit true if a visible limit was reached since the base of the counted kills, false if none was: then the
 *     machine, or a limit above what is visible, ran out of memory. Absent if that is not known
 * @param limitPath the cgroup whose limit was reached; empty if that is not known
 * @param wholeCgroup true if the kernel kills the whole cgroup with a victim
 * @param limitBytes the limit that was reached, else the lowest of the cgroup and its visible ancestors; absent if there
 *     is none
 * @param peakUsageBytes the most that the cgroup ever used; absent where the kernel does not say
 * @param shmemBytes shared memory and files on a tmpfs in the cgroup whose limit was reached, else in its own, after the
 *     death; absent if the kernel does not say, or nobody was killed
 * @param faultedBytes memory that the child itself touched in its life, by its page faults: an estimate; absent if its
 *     zombie was not read
 * @param aloneInCgroup true if the child was the only process of the cgroup when that was last read, and nobody is there now
 */
public record OomCounts(
        String cgroupPath,
        OptionalLong kills,
        OptionalLong killsSinceStart,
        OptionalLong killsSinceLastRead,
        OptionalLong machineKillsSinceStart,
        OptionalLong machineKillsSinceLastRead,
        boolean cgroupGuessed,
        Optional<Boolean> limitHit,
        String limitPath,
        boolean wholeCgroup,
        OptionalLong limitBytes,
        OptionalLong peakUsageBytes,
        OptionalLong shmemBytes,
        OptionalLong faultedBytes,
        boolean aloneInCgroup) {
    /** True if it is certain that nobody on this machine was OOM-killed in the child's life. */
    public boolean nobodyKilled() {
        return machineKillsSinceStart.orElse(-1) == 0;
    }

    /** The limit that was, or may have been, reached: absent where all that are visible are known to have held. */
    public OptionalLong blamedLimitBytes() {
        return limitHit.orElse(true) ? limitBytes : OptionalLong.empty();
    }
}
