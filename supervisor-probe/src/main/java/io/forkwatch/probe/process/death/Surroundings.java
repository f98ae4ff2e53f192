package io.forkwatch.probe.process.death;

import io.forkwatch.probe.process.event.KillProgram;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was around a child at its end.
 *
 * @param ppid its parent, as its zombie said; absent if that was not read
 * @param group its process group, likewise
 * @param perfData the names of the files of performance data of this user's JVMs, each the pid of a JVM, before anybody
 *     could wait for the child; absent where nobody looked
 * @param coreDumping true if the kernel was writing its core dump at the last slow sample
 * @param frozen true if its cgroup, or one above it, was frozen when it was seen last: none of its threads could run
 * @param killPrograms programs that the supervisor started shortly before, and that may have ended it; the newest first
 */
public record Surroundings(
        OptionalLong ppid,
        OptionalLong group,
        Optional<List<String>> perfData,
        boolean coreDumping,
        boolean frozen,
        List<KillProgram> killPrograms) {
    /** Where nobody looked. */
    public static final Surroundings UNKNOWN =
            new Surroundings(OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), false, false, List.of());

    /** What a text takes besides its characters. */
    private static final int NAME_BYTES = 56;

    public Surroundings {
        killPrograms = List.copyOf(killPrograms);
    }

    /** The bytes that texts take in it, at most. */
    long textBytes() {
        long bytes = 0;
        for (KillProgram program : killPrograms) {
            bytes += program.textBytes();
        }
        for (String name : perfData.orElse(List.of())) {
            bytes += 2L * name.length() + NAME_BYTES;
        }
        return bytes;
    }

    /** The same without texts, where there is no room for them. */
    Surroundings brief() {
        return new Surroundings(ppid, group, Optional.empty(), coreDumping, frozen, List.of());
    }

    /** The same with the names of the files of performance data. */
    public Surroundings withPerfData(List<String> names) {
        return new Surroundings(ppid, group, Optional.of(List.copyOf(names)), coreDumping, frozen, killPrograms);
    }

    /** True if a JVM with that pid is known to have left its performance data behind. */
    public boolean hasPerfData(long pid) {
        return perfData.isPresent() && perfData.get().contains(Long.toString(pid));
    }

    /** True if a JVM with that pid is known not to have left any. */
    public boolean lacksPerfData(long pid) {
        return perfData.isPresent() && !perfData.get().contains(Long.toString(pid));
    }
}
